import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Elsewhere, SourceTask } from '../../../src/collectors/collector.ts';
import { generatedToken } from '../../../src/stand-ins/railway/worlds/generate.ts';
import { acmeId, scanner } from '../../collectors/aws/acme.ts';
import { type Estate, lasting, laterIO, liveIO, type Made, readersOf, scan, serveEstate } from './estate.ts';

let estate: Estate;
let alone: Made;

beforeAll(async () => {
  estate = await serveEstate(2);
  alone = await scan(estate);
});
afterAll(() => estate.close());

const overJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Has every source read by readers of their own, with nothing passed between them but JSON. */
function byOthers(handed: SourceTask[]): Elsewhere {
  const readers = readersOf(estate, liveIO);
  return async (task) => {
    handed.push(overJson(task));
    const part = await readers.get(task.provider)?.read(overJson(task));
    return { part: overJson(part) };
  };
}

describe('sources that other processes read', () => {
  it('give the scan that one process gives', async () => {
    const handed: SourceTask[] = [];
    expect(lasting(await scan(estate, { elsewhere: byOthers(handed), ...laterIO }))).toBe(lasting(alone));
    const names = handed.map(({ source }) => source);
    expect(names).toContain(`aws ${acmeId} iam`);
    expect(names).toContain(`aws ${acmeId} us-east-1 ec2`);
    expect(names.filter((name) => /^railway .* project /.test(name))).toHaveLength(4);
    expect(new Set(names).size).toBe(names.length);
  });

  it('carry no credential', async () => {
    const handed: SourceTask[] = [];
    await scan(estate, { elsewhere: byOthers(handed) });
    const text = JSON.stringify(handed);
    for (const secret of [scanner.secretAccessKey, scanner.accessKeyId, generatedToken]) {
      expect(text).not.toContain(secret);
    }
  });

  it('that nobody could read are gaps that say why, each call of them one', async () => {
    const lost = `aws ${acmeId} us-east-1 ec2`;
    const others = byOthers([]);
    const { inventory } = await scan(estate, {
      elsewhere: async (task) => (task.source === lost ? { lost: 'the worker burned down' } : others(task)),
    });
    const gaps = inventory.gaps.filter(({ detail }) => detail === 'the worker burned down');
    expect(gaps.map(({ operation, reason, region }) => [operation, reason, region])).toEqual(
      [
        'DescribeImages',
        'DescribeInstances',
        'DescribeLockedSnapshots',
        'DescribeSnapshots',
        'DescribeVolumes',
      ].map((api) => [`ec2:${api}`, 'failed', 'us-east-1']),
    );
    const source = inventory.sources.find(
      ({ scope, region, service }) => scope === acmeId && region === 'us-east-1' && service === 'ec2',
    );
    expect(source).toMatchObject({ status: 'failed', calls: 0, assets: 0 });
  });

  it('of Railway that nobody could read leave the project, and what of it is not known', async () => {
    const others = byOthers([]);
    const { inventory } = await scan(estate, {
      elsewhere: async (task) =>
        task.source.endsWith('project p0') ? { lost: 'the worker burned down' } : others(task),
    });
    const gaps = inventory.gaps.filter(({ detail }) => detail === 'the worker burned down');
    expect(gaps.map(({ operation }) => operation).sort()).toEqual([
      'project.environments',
      'projectInvitations',
      'projectMembers',
      'projectTokens',
    ]);
    expect(inventory.assets.map(({ id }) => id)).toContain('railway:project:p0');
  });

  it('are refused by a process that is somebody else', async () => {
    const handed: SourceTask[] = [];
    await scan(estate, { elsewhere: byOthers(handed) });
    const task = handed.find(({ source }) => source === `aws ${acmeId} us-east-1 ec2`);
    const other = { ...task, detail: { ...(task?.detail as object), caller: 'arn:aws:iam::1:user/other' } };
    await expect(
      readersOf(estate, liveIO)
        .get('aws')
        ?.read(other as SourceTask),
    ).rejects.toThrow(/as arn:aws:iam::1:user\/other, and this process is/);
  });
});
