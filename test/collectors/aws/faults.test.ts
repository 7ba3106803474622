import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scan, scanner } from './acme.ts';

const withFaults = (...faults: readonly Fault[]) => scan([acme()], { serve: { faults } });

const iam = (resource: string) => `arn:aws:iam::${acmeId}:${resource}`;

describe('a call that fails leaves a gap, never an empty list', () => {
  it.each([
    ['denied', 'denied', 'ec2:DescribeVolumes'],
    ['throttled', 'throttled', null],
    ['error', 'failed', null],
    ['html', 'failed', null],
    ['html-500', 'failed', null],
    ['blank', 'failed', null],
    ['cut', 'failed', null],
    ['reset', 'failed', null],
  ] as const)('%s becomes %s', async (kind, reason, permission) => {
    const { unread, sources, assets } = await withFaults({
      operation: 'ec2:DescribeVolumes',
      region: 'us-east-1',
      kind,
    });
    expect(unread).toHaveLength(1);
    expect(unread[0]).toMatchObject({
      fingerprint: `aws:${reason}:ec2:DescribeVolumes:${acmeId}:us-east-1`,
      region: 'us-east-1',
      kind: 'store',
      operation: 'ec2:DescribeVolumes',
      reason,
      permission,
    });
    expect(unread[0]?.detail).not.toBe('');
    const status = (region: string) =>
      sources.find((source) => source.service === 'ec2' && source.region === region)?.status;
    expect([status('us-east-1'), status('eu-west-1')]).toEqual(['partial', 'complete']);
    expect(assets.filter(({ native }) => native === 'AWS::EC2::Volume')).toHaveLength(1);
  });

  it('that never comes ends by a timeout', async () => {
    const { unread } = await scan([acme()], {
      timeoutMs: 2000,
      regions: ['us-east-1'],
      serve: { faults: [{ operation: 'ec2:DescribeImages', kind: 'silent' }] },
    });
    expect(unread).toMatchObject([
      { operation: 'ec2:DescribeImages', reason: 'failed', detail: expect.stringContaining('TimeoutError') },
    ]);
  });

  it('on its second page keeps what the first one had', async () => {
    const { unread, assets } = await withFaults({
      operation: 'ec2:DescribeVolumes',
      region: 'us-east-1',
      kind: 'denied',
      after: 1,
    });
    expect(unread).toHaveLength(1);
    expect(
      assets.filter(({ native, region }) => native === 'AWS::EC2::Volume' && region === 'us-east-1'),
    ).toHaveLength(2);
  });

  it.each(['ec2:DescribeVolumes', 'iam:GetAccountAuthorizationDetails'])(
    'is not asked for ever when %s gives the same token again',
    async (operation) => {
      const { unread } = await withFaults({ operation, kind: 'stuck' });
      const details = unread.filter((gap) => gap.operation === operation).map(({ detail }) => detail);
      expect(details).toContain('the API gave the same page token twice');
    },
  );

  it('is tried again first', async () => {
    const { unread } = await scan([acme()], {
      maxAttempts: 3,
      serve: {
        faults: [
          { operation: 'ec2:DescribeVolumes', kind: 'html', times: 1 },
          { operation: 'ec2:DescribeSnapshots', kind: 'reset', times: 1 },
        ],
      },
    });
    expect(unread).toEqual([]);
  });
});

describe('what a gap is about', () => {
  it.each([
    ['iam:ListAccessKeys', 'credential', 'widens', iam('user/bot')],
    [
      'ec2:DescribeInstanceAttribute',
      'workload',
      'restricts',
      `arn:aws:ec2:us-east-1:${acmeId}:instance/i-db`,
    ],
    [
      'iam:GetOpenIDConnectProvider',
      'container',
      'neither',
      iam('oidc-provider/token.actions.githubusercontent.com'),
    ],
    ['iam:GetAccountAuthorizationDetails', 'principal', 'widens', null],
    ['iam:ListSAMLProviders', 'container', 'widens', null],
    ['iam:ListServiceSpecificCredentials', 'credential', 'widens', null],
  ] as const)('%s refused', async (operation, kind, direction, target) => {
    const { unread } = await withFaults({ operation, kind: 'denied' });
    expect(unread).toContainEqual(
      expect.objectContaining({
        operation,
        kind,
        direction,
        target,
        reason: 'denied',
        permission: operation,
      }),
    );
  });

  it('is one line when a call fails for very many', async () => {
    const world = acme();
    const users = Array.from({ length: 30 }, (_, n) => ({ Arn: iam(`user/u${n}`), UserName: `u${n}` }));
    const { unread } = await scan([{ ...world, iam: { ...world.iam, users } }], {
      serve: { faults: [{ operation: 'iam:ListSSHPublicKeys', kind: 'denied' }] },
    });
    const gaps = unread.filter(({ operation }) => operation === 'iam:ListSSHPublicKeys');
    expect(gaps).toMatchObject([{ target: null, detail: expect.stringMatching(/^30 times: /) }]);
  });
});

describe('users whose credentials were', () => {
  const listed = async (...faults: readonly Fault[]) => {
    const user = (await withFaults(...faults)).find(iam('user/bot'));
    return user.kind === 'principal' && user.props.credentialsListed;
  };

  it('all read are said to be listed', async () => {
    expect(await listed()).toBe(true);
  });

  it.each(['iam:ListAccessKeys', 'iam:ListServiceSpecificCredentials', 'iam:ListSSHPublicKeys'])(
    'not all read (%s) are not',
    async (operation) => {
      expect(await listed({ operation, kind: 'denied' })).toBe(false);
    },
  );
});

describe('a second factor that could not be read', () => {
  it.each([
    ['iam:GetAccountSummary', `aws:root-password:${acmeId}`],
    ['iam:ListMFADevices', `aws:console-password:${iam('user/ann')}`],
  ])('(%s) is unknown, which drift never tells as removed', async (operation, id) => {
    const { find } = await withFaults(
      { operation, kind: 'denied' },
      { operation: 'iam:GenerateCredentialReport', kind: 'denied' },
    );
    expect(find(id).props).toMatchObject({ mfa: 'unknown' });
  });
});

describe('the credential of the scan', () => {
  it.each(['iam:ListAccessKeys', 'iam:GetAccountAuthorizationDetails'])(
    'is there without %s',
    async (operation) => {
      const { assets } = await withFaults({ operation, kind: 'denied' });
      const own = assets.flatMap((asset) => (asset.kind === 'credential' && asset.props.self ? [asset] : []));
      expect(own.map(({ id }) => id)).toEqual([`aws:access-key:${iam('user/scan')}:SELF`]);
      expect(assets.some(({ id }) => id === iam('user/scan'))).toBe(true);
    },
  );
});

describe('Regions that cannot be listed', () => {
  it('are the ones every account has, with a gap', async () => {
    const { scope, unread } = await withFaults({ operation: 'ec2:DescribeRegions', kind: 'denied' });
    expect(scope[0]?.regions).toContain('eu-central-1');
    expect(scope[0]?.regions).toHaveLength(17);
    expect(unread).toMatchObject([{ operation: 'ec2:DescribeRegions', reason: 'denied' }]);
  });
});

describe('a network cut', () => {
  it('midway gives what was read and names what was not', async () => {
    const { sources, unread, assets } = await withFaults({ operation: '*', kind: 'reset', after: 8 });
    expect(assets.length).toBeGreaterThan(0);
    expect(unread.length).toBeGreaterThan(0);
    expect(sources.some(({ status }) => status !== 'complete')).toBe(true);
    for (const source of sources.filter(({ status }) => status !== 'complete')) {
      expect(unread.some(({ region }) => region === source.region)).toBe(true);
    }
  });

  it('from the start ends with a line and a hint', async () => {
    await expect(withFaults({ operation: '*', kind: 'reset' })).rejects.toMatchObject({
      code: 'AWS_UNREACHABLE',
    });
  });
});

describe('secrets', () => {
  const canary = 'wJalrXUtnFEMIK7MDENGbPxRfiCYCANARY0key';

  it('of the credential, in responses and in errors are in nothing that is handed over', async () => {
    const world = acme();
    const accessKeys = new Map([...(world.iam.accessKeys ?? [])].map(([user, keys]) => [user, keys]));
    const plain = 'a-secret-of-plain-words';
    const mine = { ...scanner, secretAccessKey: plain, sessionToken: `${canary}Session` };
    const samlProviders = [
      { Arn: iam('saml-provider/idp'), SAMLMetadataDocument: canary, PrivateKey: canary },
    ];
    const iamWorld = { ...world.iam, accessKeys, samlProviders };
    const result = await scan([{ ...world, iam: iamWorld }], {
      credentials: mine,
      serve: {
        faults: [
          {
            operation: 'ec2:DescribeImages',
            kind: 'error',
            message: `token=${canary}\u001b[31m and ${canary}, ${plain}`,
          },
          {
            operation: 'iam:ListSSHPublicKeys',
            kind: 'denied',
            message: `signed with ${canary}Session, key AKIABOT0000000000BOT1`,
          },
        ],
      },
    });
    const { calls: _calls, find: _find, ...handed } = result;
    const text = JSON.stringify(handed);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(plain);
    expect(text).not.toContain('AKIABOT0000000000BOT1');
    expect(text).not.toContain(scanner.accessKeyId);
    expect(text).not.toContain('\\u001b');
    expect(text).toContain('InternalFailure: HTTP 500');
  });

  it('are not in the line that ends the scan', async () => {
    const credentials = { ...scanner, secretAccessKey: canary };
    const faults: readonly Fault[] = [
      { operation: '*', kind: 'denied', message: `you signed with ${canary}` },
    ];
    const ended = await scan([acme()], { credentials, serve: { faults } }).catch((error: Error) => error);
    expect(String(ended)).toContain('AccessDenied: HTTP 403');
    expect(String(ended)).not.toContain(canary);
  });
});
