import { describe, expect, it } from 'vitest';
import { resourceNames } from '../../../src/collectors/aws/cloudtrail-acts.ts';
import { attributeAws } from '../../../src/collectors/aws/index.ts';
import { awsPermissions } from '../../../src/collectors/aws/permissions.ts';
import type { Unattributed } from '../../../src/model/attribution.ts';
import type { TrailEventItem } from '../../../src/stand-ins/aws/cloudtrail.ts';
import { type Fault, serveAws } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scanner, stillIO } from './acme.ts';

const window = { since: '2026-11-01T00:00:00.000Z', until: '2026-11-22T12:00:00.000Z' };
const ann = `arn:aws:sts::${acmeId}:assumed-role/deploy/ann`;
const bot = `arn:aws:iam::${acmeId}:user/bot`;
const volumeArn = (id: string) => `arn:aws:ec2:us-east-1:${acmeId}:volume/${id}`;

function event(
  name: string,
  resource: string,
  over: Partial<TrailEventItem> & { by?: string } = {},
): TrailEventItem {
  const { by = ann, ...rest } = over;
  const time = '2026-11-20T03:00:00.000Z';
  return {
    id: `${name} ${resource}`,
    name,
    time,
    resources: [resource],
    record: { userIdentity: { arn: by } },
    ...rest,
  };
}

function change(id: string, over: Partial<Unattributed> = {}): Unattributed {
  return {
    fingerprint: `drift:${id}`,
    change: 'removed',
    asset: volumeArn(id),
    native: 'AWS::EC2::Volume',
    provider: 'aws',
    scope: acmeId,
    region: 'us-east-1',
    within: [],
    ...over,
  };
}

async function ask(
  asked: readonly Unattributed[],
  events: readonly TrailEventItem[],
  {
    region = 'us-east-1',
    faults = [],
  }: { readonly region?: string; readonly faults?: readonly Fault[] } = {},
) {
  const served = await serveAws([acme({ cloudtrail: { [region]: { events } } })], { faults });
  const options = {
    accounts: [],
    regions: 'enabled' as const,
    credentials: scanner,
    maxAttempts: 1,
    ratePerSecond: 1e6,
  };
  const told = await attributeAws({ ...options, endpoint: served.url }, asked, window, stillIO()).finally(
    served.close,
  );
  return { told, lookups: served.calls.filter((call) => call === 'cloudtrail:LookupEvents').length };
}

describe('who changed an AWS asset', () => {
  it('is the caller of the one event that did it, at its time', async () => {
    const { told } = await ask([change('vol-1')], [event('DeleteVolume', 'vol-1')]);
    expect(told).toEqual([{ fingerprint: 'drift:vol-1', actor: ann, at: '2026-11-20T03:00:00.000Z' }]);
  });

  it.each<[string, TrailEventItem]>([
    ['an act of another kind', event('AttachVolume', 'vol-1')],
    ['an act on another asset', event('DeleteVolume', 'vol-2')],
    [
      'an attempt that failed',
      event('DeleteVolume', 'vol-1', {
        record: { userIdentity: { arn: bot }, errorCode: 'UnauthorizedOperation' },
      }),
    ],
    ['a look', event('DeleteVolume', 'vol-1', { readOnly: true })],
    ['an act before the approval', event('DeleteVolume', 'vol-1', { time: '2026-10-31T23:59:59.000Z' })],
    ['an event without a caller', event('DeleteVolume', 'vol-1', { record: {} })],
  ])('is never taken from %s', async (_, wrong) => {
    const { told } = await ask([change('vol-1')], [wrong]);
    expect(told).toEqual([
      { fingerprint: 'drift:vol-1', because: 'CloudTrail (90 days) shows no such change since the approval' },
    ]);
  });

  it('is not guessed where several could have done it', async () => {
    const events = [
      event('ModifyVolume', 'vol-1'),
      event('DetachVolume', 'vol-1', { by: bot, time: '2026-11-21T00:00:00.000Z' }),
    ];
    const { told } = await ask([change('vol-1', { change: 'changed' })], events);
    expect(told[0]).toMatchObject({ because: expect.stringContaining(`${bot}, ${ann}`) });
  });

  it('names the service it came through', async () => {
    const userIdentity = { arn: ann, invokedBy: 'cloudformation.amazonaws.com' };
    const { told } = await ask(
      [change('vol-1')],
      [event('DeleteVolume', 'vol-1', { record: { userIdentity } })],
    );
    expect(told[0]).toMatchObject({ actor: `${ann} through cloudformation.amazonaws.com` });
  });

  it('is looked for in the home Region for global services, by short name and then by ARN', async () => {
    const asked = change('deploy', {
      asset: `arn:aws:iam::${acmeId}:role/deploy`,
      native: 'AWS::IAM::Role',
      region: null,
    });
    const { told, lookups } = await ask([asked], [event('DeleteRole', `arn:aws:iam::${acmeId}:role/deploy`)]);
    expect([told[0], lookups]).toEqual([expect.objectContaining({ actor: ann }), 2]);
  });

  it('is looked up by event name where many changed, in far fewer calls', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `vol-${n}`);
    const events = ids.map((id, n) => event('DeleteVolume', id, { by: n % 2 === 0 ? ann : bot }));
    const { told, lookups } = await ask(
      ids.map((id) => change(id)),
      events,
    );
    expect(told.map((each) => ('actor' in each ? each.actor : each.because))).toEqual(
      ids.map((_, n) => (n % 2 === 0 ? ann : bot)),
    );
    // Two event names, pages of two.
    expect(lookups).toBe(31);
  });

  it.each<[string, readonly Unattributed[], Fault['kind'] | null, RegExp]>([
    ['a denied lookup', [change('vol-1')], 'denied', /may not call cloudtrail:LookupEvents/],
    ['a lookup that failed', [change('vol-1')], 'error', /could not be asked/],
    ['a page of somebody else', [change('vol-1')], 'html', /could not be asked/],
    ['a token that comes again for ever', [change('vol-1')], 'stuck', /more events than a scan reads/],
    [
      'an asset of no ARN',
      [change('x', { asset: `aws:account:${acmeId}` })],
      null,
      /not asked about changes/,
    ],
    ['a type nobody listed', [change('x', { native: 'AWS::New::Thing' })], null, /not asked about changes/],
    [
      'an account that cannot be entered',
      [change('x', { scope: '999999999999' })],
      null,
      /could not be entered/,
    ],
  ])('is not known, and why is told: %s', async (_, asked, kind, because) => {
    const faults: readonly Fault[] = kind === null ? [] : [{ operation: 'cloudtrail:LookupEvents', kind }];
    const { told } = await ask(asked, [], { faults });
    expect(told).toEqual([{ fingerprint: asked[0]?.fingerprint, because: expect.stringMatching(because) }]);
  });
});

it.each([
  ['arn:aws:rds:eu-west-1:111111111111:db:2024', '2024'],
  [`${bot}#inline/power`, 'bot'],
  [`aws:access-key:${bot}:WXYZ`, 'bot'],
  ['aws:account:111111111111', undefined],
  ['arn:aws:iam::111111111111:root', undefined],
])('CloudTrail knows %s as %s', (id, name) => {
  expect(resourceNames(id)[0]).toBe(name);
});

it('needs the right to look events up, which the least policy has', () => {
  expect(awsPermissions().Statement[0]?.Action).toContain('cloudtrail:LookupEvents');
});
