import { describe, expect, test } from 'vitest';
import { explainCredential, explainStore, explainText } from '../../src/blast-radius/index.ts';
import type { BlastRadius } from '../../src/model/blast-radius.ts';
import { accessKey, SCANNED, snapshots, USER, VOLUME, volume } from './ec2-world.ts';
import { blastAws, keyOf, MFA, role, roleArn, type Statement, user } from './iam-world.ts';
import { user as person, pocketOs, WORKSPACE } from './railway-world.ts';
import { scripted } from './scripted-access.ts';
import { blast, credentialOf, storeOf } from './world.ts';

const stores = [SCANNED, volume(), ...snapshots(2)];
const everything: Statement = { Action: 'ec2:*' };
const noDelete: Statement = { Sid: 'NoDelete', Effect: 'Deny', Action: ['ec2:Delete*'] };

function stops(radius: BlastRadius, credential: string): readonly string[] {
  const { class: id } = credentialOf(radius, credential);
  return radius.classes.find((group) => group.id === id)?.stoppedBy.map(({ control }) => control) ?? [];
}

describe('what stops a credential that ends nothing', () => {
  test('is the statement that denies it, with the calls it denies', () => {
    const radius = blastAws([...stores, ...user('denied', [everything, noDelete])]);
    expect(stops(radius, keyOf('denied'))[0]).toBe(
      'denied, statement NoDelete: denies ec2:DeleteSnapshot, ec2:DeleteVolume',
    );
  });

  test('is the boundary that does not allow it', () => {
    const radius = blastAws([...stores, ...user('bounded', [everything], [{ Action: 's3:*' }])]);
    expect(stops(radius, keyOf('bounded'))[0]).toMatch(/boundary.*ec2:DeleteSnapshot, ec2:DeleteVolume/);
  });

  test('is the trust of a role that asks for MFA, which an access key never carries', () => {
    const mayAssume = [{ Action: 'sts:AssumeRole' }];
    const radius = blastAws([...stores, ...user('chain', mayAssume), ...role('admin', [everything], MFA)]);
    const { stoppedBy } = radius.classes.find(({ members }) => members.includes(keyOf('chain'))) ?? {};
    expect(stoppedBy).toContainEqual({
      control: 'the trust of role admin asks for MFA, which this access key never carries',
      asset: roleArn('admin'),
      until: null,
    });
  });

  test('is a role of Railway that may not', () => {
    const radius = blast({ assets: [...pocketOs(), ...person('guest', WORKSPACE, 'VIEWER')] });
    expect(stops(radius, 'railway:account-token:guest').join('\n')).toContain('VIEWER of workspace acme');
  });

  test('is the absence of any permission where nothing else does', () => {
    const radius = blastAws([...stores, ...user('reader', [{ Action: 'ec2:Describe*' }])]);
    expect(stops(radius, keyOf('reader'))[0]).toContain('no statement');
  });

  test('is its expiry', () => {
    const expired = accessKey(USER, { props: { type: 'access-key', status: 'inactive' } });
    const radius = blast({ assets: [...stores, expired] }, undefined, scripted({}));
    expect(stops(radius, USER)).toEqual(['it is inactive or expired']);
  });

  test('is nothing where it ends everything', () => {
    expect(stops(blastAws([...stores, ...user('admin', [everything])]), keyOf('admin'))).toEqual([]);
  });

  test('is told for the credential and, as near misses, for the store', () => {
    const radius = blastAws([...stores, ...user('denied', [everything, noDelete])]);
    const credential = explainCredential(radius, keyOf('denied'));
    const store = explainStore(radius, VOLUME);
    if (credential === null || store === null) throw new Error('nothing to explain');
    expect(explainText(credential)).toContain(
      '  denied, statement NoDelete: denies ec2:DeleteSnapshot, ec2:DeleteVolume',
    );
    expect(explainText(store)[1]).toMatch(
      /no credential in the inventory reaches it; user\/denied .*NoDelete: denies/,
    );
  });
});

describe('an access that finds nobody behind a credential in use', () => {
  test('leaves every store unknown, with a reason, and none out of reach', () => {
    const radius = blast({ assets: [...stores, accessKey()] }, undefined, scripted({}));
    expect(storeOf(radius, VOLUME).worst).toMatchObject({ credential: USER, verdict: 'unknown' });
    expect(radius.pairs[0]?.restsOn).toEqual([`aws:failed:identities:${USER}`]);
  });
});
