import { describe, expect, it } from 'vitest';
import { collectAws } from '../../../src/collectors/aws/index.ts';
import {
  beginCheckpoint,
  type Checkpoint,
  resumeCheckpoint,
} from '../../../src/collectors/recording/checkpoint.ts';
import { redactor } from '../../../src/collectors/recording/redact.ts';
import type { Collected } from '../../../src/model/inventory.ts';
import { type AwsWorld, type Fault, serveAws } from '../../../src/stand-ins/aws/index.ts';
import { memoryFolder } from '../recording/memory.ts';
import { acme, acmeId, scanner, stillIO } from './acme.ts';

const role = 'arn:aws:iam::222222222222:role/firebreak-read';
const world: AwsWorld = [acme(), acme({ id: '222222222222', callers: new Map(), assumable: [role] })];
const of = { config: 'sha256:1', tool: '0', startedAt: '2026-11-22T12:00:00.000Z' };
const redact = redactor([scanner.secretAccessKey]);

async function scan(checkpoint: Checkpoint, faults: readonly Fault[] = [], from: AwsWorld = world) {
  const served = await serveAws(from, { faults });
  const collected = await collectAws(
    {
      accounts: [{ id: acmeId }, { id: '222222222222', roleArn: role }],
      regions: 'enabled',
      credentials: scanner,
      maxAttempts: 1,
      ratePerSecond: 1e6,
      endpoint: served.url,
    },
    { ...stillIO(), tape: checkpoint.tape },
  ).finally(served.close);
  return { collected, calls: served.calls, settled: await checkpoint.finish() };
}

const lasting = ({ sources, ...rest }: Collected) => ({
  ...rest,
  sources: sources.map(({ calls: _, seconds: __, ...source }) => source),
});
const noFolderToClear = async (): Promise<void> => {};

describe('a scan of two accounts in which one Region’s EC2 failed', () => {
  const fault: Fault = { operation: 'ec2:DescribeVolumes', kind: 'error', region: 'eu-west-1' };

  it('resumes with that source alone, asked as whoever asks now', async () => {
    const folder = memoryFolder();
    const first = await scan(beginCheckpoint(folder, of, redact, noFolderToClear), [fault]);
    const resumed = await scan(await resumeCheckpoint(folder, of, redact));
    const whole = await scan(beginCheckpoint(memoryFolder(), of, redact, noFolderToClear));
    expect([first.settled, resumed.settled]).toEqual([false, true]);
    expect(lasting(resumed.collected)).toEqual(lasting(whole.collected));
    const kinds = new Set(resumed.calls);
    expect([...kinds].filter((call) => !/^(ec2:|sts:)/.test(call))).toEqual([]);
    expect(kinds).not.toContain('ec2:DescribeRegions');
    expect(resumed.calls.filter((call) => call === 'sts:AssumeRole')).toHaveLength(1);
  });

  it('is not resumed by another caller', async () => {
    const folder = memoryFolder();
    await scan(beginCheckpoint(folder, of, redact, noFolderToClear), [fault]);
    const other = acme({ callers: new Map([[scanner.accessKeyId, `arn:aws:iam::${acmeId}:user/ann`]]) });
    const again = scan(await resumeCheckpoint(folder, of, redact), [], [other, ...world.slice(1)]);
    await expect(again).rejects.toMatchObject({ code: 'CHECKPOINT_OTHER_CALLER' });
  });

  it('holds neither a credential nor a session', async () => {
    const folder = memoryFolder();
    await scan(beginCheckpoint(folder, of, redact, noFolderToClear), [fault]);
    const all = [...folder.files.values()].join('\n');
    for (const secret of ['scanner-secret', 'stand-in-session', scanner.accessKeyId]) {
      expect(all.includes(secret)).toBe(false);
    }
  });
});
