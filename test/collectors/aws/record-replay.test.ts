import { expect, it } from 'vitest';
import { type AwsOptions, collectAws } from '../../../src/collectors/aws/index.ts';
import { readManifest } from '../../../src/collectors/recording/manifest.ts';
import { record } from '../../../src/collectors/recording/record.ts';
import { redactor } from '../../../src/collectors/recording/redact.ts';
import { replay } from '../../../src/collectors/recording/replay.ts';
import type { Collected } from '../../../src/model/inventory.ts';
import { type AwsWorld, type Fault, serveAws } from '../../../src/stand-ins/aws/index.ts';
import { memoryFolder } from '../recording/memory.ts';
import { acme, acmeId, scanner, stillIO } from './acme.ts';

const role = `arn:aws:iam::222222222222:role/firebreak-read`;
const world: AwsWorld = [acme(), acme({ id: '222222222222', callers: new Map(), assumable: [role] })];
const both = [{ id: acmeId }, { id: '222222222222', roleArn: role }];
const one = [{ id: acmeId }];
const about = { takenAt: '2026-11-22T12:00:00.000Z', tool: '0', config: null };

async function recorded(faults: readonly Fault[] = [], accounts: AwsOptions['accounts'] = both) {
  const folder = memoryFolder();
  const recording = record(folder, redactor([scanner.secretAccessKey]));
  const served = await serveAws(world, { faults });
  const maxAttempts = faults.some(({ times }) => times !== undefined) ? 2 : 1;
  const options = { accounts, regions: 'enabled' as const, credentials: scanner, maxAttempts };
  const io = { ...stillIO(), tape: recording.tape };
  const collected = await collectAws({ ...options, ratePerSecond: 1e6, endpoint: served.url }, io).finally(
    served.close,
  );
  await recording.finish(about);
  return { folder, collected };
}

/** With other credentials and, the recording's own answers aside, nowhere to send anything to. */
async function replayed(
  folder: ReturnType<typeof memoryFolder>,
  accounts: AwsOptions['accounts'] = both,
): Promise<Collected> {
  const tape = replay(folder, await readManifest(folder, 'memory'), redactor([]));
  const credentials = { accessKeyId: 'REPLAYED', secretAccessKey: 'replayed' };
  const options = { accounts, regions: 'enabled' as const, credentials, maxAttempts: 1 };
  return collectAws({ ...options, endpoint: 'http://127.0.0.1:1' }, { ...stillIO(), tape });
}

const lasting = ({ sources, ...rest }: Collected) => ({
  ...rest,
  sources: sources.map(({ calls: _, seconds: __, ...source }) => source),
});

it('replays two accounts, one through a role, to what was read', async () => {
  const { folder, collected } = await recorded();
  expect(lasting(await replayed(folder))).toEqual(lasting(collected));
  expect(collected.assets.length).toBeGreaterThan(30);
});

it.each<[string, Fault]>([
  ['a denied call', { operation: 'ec2:DescribeSnapshots', kind: 'denied' }],
  ['a call that failed to the end', { operation: 'iam:ListSAMLProviders', kind: 'error' }],
  ['a throttled call that came through', { operation: 'ec2:DescribeVolumes', kind: 'throttled', times: 1 }],
  ['a connection that broke for good', { operation: 'ec2:DescribeImages', kind: 'reset' }],
  ['a page of somebody else', { operation: 'ec2:DescribeImages', kind: 'html' }],
  ['an answer cut off', { operation: 'ec2:DescribeVolumes', kind: 'cut' }],
])('replays %s to the same gaps', async (_, fault) => {
  const { folder, collected } = await recorded([fault], one);
  const again = await replayed(folder, one);
  expect(again.gaps).toEqual(collected.gaps);
  expect(lasting(again)).toEqual(lasting(collected));
});

it('holds neither a credential, nor the session of an assumed role, nor a whole key id', async () => {
  const { folder } = await recorded();
  const all = [...folder.files.values()].join('\n');
  for (const secret of ['scanner-secret', 'stand-in-session-secret', 'stand-in-session-token']) {
    expect(all.includes(secret)).toBe(false);
  }
  expect(all.includes(scanner.accessKeyId)).toBe(false);
  expect(all.includes('AKIABOT0000000000BOT1')).toBe(false);
  expect(/"authorization"|x-amz-security-token|AWS4-HMAC/i.exec(all)).toBeNull();
});
