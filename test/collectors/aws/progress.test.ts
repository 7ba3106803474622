import { describe, expect, it } from 'vitest';
import { collectAws } from '../../../src/collectors/aws/index.ts';
import type { Progress } from '../../../src/collectors/collector.ts';
import { serveAws } from '../../../src/stand-ins/aws/index.ts';
import { acme, acmeId, scanner, stillIO } from './acme.ts';

async function watched(signal?: AbortSignal, onEvent: (event: Progress) => void = () => {}) {
  const served = await serveAws([acme()]);
  const events: Progress[] = [];
  const progress = (event: Progress): void => {
    events.push(event);
    onEvent(event);
  };
  const options = {
    accounts: [],
    regions: ['us-east-1'],
    endpoint: served.url,
    credentials: scanner,
    maxAttempts: 1,
  };
  try {
    const io = { ...stillIO(), progress, ...(signal ? { signal } : {}) };
    return { events, calls: served.calls, collected: await collectAws(options, io) };
  } finally {
    await served.close();
  }
}

describe('progress', () => {
  it('tells of each source from its start to its end, with calls and assets', async () => {
    const { events, collected } = await watched();
    for (const source of ['ec2', 'iam', 'us-east-1 ec2'].map((name) => `${acmeId} ${name}`)) {
      const states = events.filter((event) => event.source === source).map(({ state }) => state);
      expect([states[0], states.at(-1)]).toEqual(['started', 'done']);
    }
    const last = events.findLast((event) => event.source === `${acmeId} us-east-1 ec2`);
    const source = collected.sources.find(
      ({ service, region }) => service === 'ec2' && region === 'us-east-1',
    );
    expect(last).toMatchObject({ calls: source?.calls, assets: source?.assets });
  });

  it('says what is waited for', async () => {
    const { events } = await watched();
    expect(events).toContainEqual(expect.objectContaining({ state: 'waiting', note: 'credential report' }));
  });
});

describe('a scan that is stopped', () => {
  it('sends nothing more, and names what it did not read', async () => {
    const stop = new AbortController();
    const { calls, collected } = await watched(stop.signal, () => stop.abort());
    expect(calls).toEqual(['sts:GetCallerIdentity']);
    expect(new Set(collected.sources.map(({ status }) => status))).toEqual(new Set(['failed']));
    expect(collected.gaps.some(({ detail }) => detail.includes('stopped'))).toBe(true);
  });
});
