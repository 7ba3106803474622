import { describe, expect, test } from 'vitest';
import type { BlastRadius } from '../../src/model/blast-radius.ts';
import { SCANNED, snapshots, VOLUME, volume } from './ec2-world.ts';
import { blastAws, keyOf, roleArn, role as roleOf, type Statement, user, userArn } from './iam-world.ts';
import { user as person, pocketOs, WORKSPACE } from './railway-world.ts';
import { asset, blast, link } from './world.ts';

const ends: Statement = { Sid: 'Ends', Action: ['ec2:DeleteVolume', 'ec2:DeleteSnapshot'] };
const stores = [SCANNED, volume(), ...snapshots(2)];

function told({ controls }: BlastRadius): readonly string[] {
  return controls.map(({ control, name, ends: count, of }) => `${control} (${name}): ${count} of ${of}`);
}

describe('controls', () => {
  test('are things people can do, those that end most first', () => {
    const radius = blastAws([...stores, ...user('ci', [ends]), ...user('ops', [ends])]);
    expect(told(radius)).toEqual([
      'put a compliance lock on its snapshots, longer than the survivor horizon (vol-1): 2 of 2',
      'keep a tested copy in another account, out of reach of every credential here (vol-1): 2 of 2',
      'withdraw ci, statement Ends, and leave no other way to what it allows (ci): 1 of 2',
      'withdraw ops, statement Ends, and leave no other way to what it allows (ops): 1 of 2',
      'remove this credential (0001): 1 of 2',
      'remove this credential (0001): 1 of 2',
    ]);
  });

  test('name the policy a statement stands in, and whose losses they end', () => {
    const { controls } = blastAws([...stores, ...user('ci', [ends])]);
    const withdrawn = controls.find(({ control }) => control.startsWith('withdraw'));
    expect(withdrawn).toMatchObject({ asset: `${userArn('ci')}#inline/ci`, classes: ['class-1'] });
  });

  test('ask for MFA where a key gets into a role without it', () => {
    const assume = { Action: 'sts:AssumeRole' };
    const { controls } = blastAws([...stores, ...user('ci', [assume]), ...roleOf('ops', [ends])]);
    expect(controls).toContainEqual({
      control: 'ask for MFA in the trust of this role, and leave no other way into it',
      asset: roleArn('ops'),
      name: 'ops',
      classes: ['class-1'],
      ends: 1,
      of: 1,
    });
    expect(controls.some(({ asset }) => asset === `${userArn('ci')}#inline/ci`)).toBe(true);
  });

  test('do not claim an MFA that stops nobody: who has a way of their own keeps it', () => {
    const both = [{ Action: 'sts:AssumeRole' }, ends];
    const { controls } = blastAws([...stores, ...user('ci', both), ...roleOf('ops', [ends])]);
    expect(controls.filter(({ control }) => control.includes('MFA'))).toEqual([]);
  });

  test('lock the vault that copies lie in, once for every store', () => {
    const vault = asset(
      'vault',
      'arn:aws:backup:eu-west-1:111111111111:backup-vault:v',
      'AWS::Backup::BackupVault',
    );
    const point = (n: number) =>
      asset(
        'backup',
        `arn:aws:backup:eu-west-1:111111111111:recovery-point:${n}`,
        'AWS::Backup::RecoveryPoint',
        {
          links: [link('copy-of', VOLUME), link('in-vault', vault.id)],
          props: { type: 'recovery-point' },
        },
      );
    const all = { Action: ['ec2:*', 'backup:*'] };
    const { controls } = blastAws([SCANNED, volume(), vault, point(1), point(2), ...user('ci', [all])]);
    expect(controls[0]).toMatchObject({
      control: 'lock this vault in compliance mode',
      asset: vault.id,
      ends: 1,
    });
  });

  test('take a role away from a person, and count nobody who is set apart', () => {
    const radius = blast({ assets: [...pocketOs(), ...person('ann', WORKSPACE, 'ADMIN')] });
    expect(told(radius)).toContain('take ADMIN of workspace acme away from ann (ann): 2 of 4');
    expect(radius.controls.some(({ asset: id }) => id === keyOf('root'))).toBe(false);
  });
});
