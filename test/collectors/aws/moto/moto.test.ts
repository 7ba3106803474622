import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectedAsset } from '../../../../src/model/asset.ts';
import type { Collected } from '../../../../src/model/inventory.ts';
import { account, readMoto } from './read.ts';
import { type Seeded, seed } from './seed.ts';
import { type Moto, motoIsHere, startMoto } from './server.ts';

const here = motoIsHere();
const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const ec2 = (resource: string) => `arn:aws:ec2:us-east-1:${account}:${resource}`;
const shared = (resource: string) => `arn:aws:ec2:us-east-1::${resource}`;

describe.skipIf(!here)('an account seeded in moto', () => {
  let moto: Moto;
  let seeded: Seeded;
  let first: Collected;

  const read = () => readMoto(moto, ['us-east-1', 'eu-west-1'], seeded.credentials);
  const find = (id: string): CollectedAsset | undefined => first.assets.find((asset) => asset.id === id);

  beforeAll(async () => {
    moto = await startMoto();
    seeded = await seed(moto.url);
    first = await read();
  });
  afterAll(() => moto.close());

  it('reads back as exactly these assets', () => {
    const { keyEnding, instance, root, volume, snapshot, image } = seeded;
    const imageSnapshots = first.assets.filter(({ id, kind, links }) => {
      return (
        kind === 'backup' &&
        id.includes('snapshot/') &&
        id !== shared(`snapshot/${snapshot}`) &&
        links.length > 0
      );
    });
    expect(first.assets.map(({ id }) => id)).toEqual(
      [
        `aws:account:${account}`,
        `aws:root-password:${account}`,
        iam('root'),
        iam('user/ann'),
        iam('user/bot'),
        iam('user/scan'),
        iam('group/ops'),
        ...['app', 'deploy', 'partner'].flatMap((role) => [
          iam(`role/${role}`),
          `${iam(`role/${role}`)}#trust`,
        ]),
        'arn:aws:iam::aws:policy/AdministratorAccess',
        `${iam('user/bot')}#inline/volumes`,
        iam('oidc-provider/token.actions.githubusercontent.com'),
        `aws:access-key:${iam('user/bot')}:${keyEnding.bot}`,
        `aws:access-key:${iam('user/scan')}:${keyEnding.scan}`,
        `aws:console-password:${iam('user/ann')}`,
        `aws:workload-identity:${iam('instance-profile/app')}`,
        `aws:oidc-subject:${iam('role/deploy')}:token.actions.githubusercontent.com:1`,
        `aws:foreign-account:${iam('role/partner')}:999999999999`,
        ec2(`instance/${instance}`),
        ec2(`volume/${root}`),
        ec2(`volume/${volume}`),
        shared(`snapshot/${snapshot}`),
        shared(`image/${image}`),
        ...imageSnapshots.map(({ id }) => id),
      ].sort(),
    );
    expect(imageSnapshots).toHaveLength(1);
  });

  it('with the protection, attachments and sharing that were set', () => {
    expect(find(ec2(`instance/${seeded.instance}`))).toMatchObject({
      name: 'database <b>',
      links: [
        { to: ec2(`volume/${seeded.root}`), as: 'uses' },
        { to: iam('role/app'), as: 'runs-as' },
      ],
      props: { guards: [{ type: 'termination-protection' }] },
    });
    const attachment = { workload: ec2(`instance/${seeded.instance}`), endsWithWorkload: true, root: true };
    expect(find(ec2(`volume/${seeded.root}`))?.props).toMatchObject({ attached: [attachment] });
    expect(find(shared(`snapshot/${seeded.snapshot}`))?.props).toMatchObject({
      sharedWith: ['222222222222'],
    });
  });

  it('leaves a gap, never an empty list, for the calls moto answers with an HTML page', () => {
    const unread = first.gaps.filter(
      ({ reason, operation }) => reason !== 'unsupported' && /^(iam|ec2|sts):/.test(operation),
    );
    expect(new Set(unread.map(({ operation, reason }) => `${operation} ${reason}`))).toEqual(
      new Set(['ec2:DescribeLockedSnapshots failed', 'iam:ListServiceSpecificCredentials failed']),
    );
  });

  it('marks the key the scan was run with', () => {
    const own = first.assets.filter((asset) => asset.kind === 'credential' && asset.props.self);
    expect(own.map(({ id }) => id)).toEqual([`aws:access-key:${iam('user/scan')}:${seeded.keyEnding.scan}`]);
  });

  it('hands over no secret', () => {
    const text = JSON.stringify(first);
    expect(text).not.toContain(seeded.credentials.secretAccessKey);
    expect(text).not.toContain(seeded.credentials.accessKeyId);
    expect(text).not.toContain('canary-password');
  });

  it('gives the same bytes twice, times of use aside', async () => {
    const again = await read();
    const bytes = ({ assets, gaps, scope, notScanned }: Collected) =>
      JSON.stringify({ assets, gaps, scope, notScanned }, (key, value) =>
        key === 'lastUsed' || key === 'lastActive' ? null : value,
      );
    expect(bytes(again)).toBe(bytes(first));
  });
});

describe.runIf(process.env.CI === 'true')('in CI', () => {
  it('moto_server is on PATH, so that the contract with AWS is held', () => {
    expect(here).toBe(true);
  });
});
