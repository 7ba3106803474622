import { describe, expect, it } from 'vitest';
import { collectRailway } from '../../../src/collectors/railway/index.ts';
import { OperatorError } from '../../../src/model/error.ts';
import type { Fault } from '../../../src/stand-ins/railway/faults.ts';
import { pocketOs } from '../../../src/stand-ins/railway/worlds/pocket-os.ts';
import { now, patientIO, scan, serve } from './scanning.ts';

const { world, tokens } = pocketOs(now);

/** Everything secret in the world, and what the faults below plant in error answers. */
const secrets = [...world.tokens.map(({ value }) => value), 'canary'];

const leaky: readonly Fault[] = [
  { on: 'projectTokens', as: 'error', message: 'canary-error postgres://canary' },
  { on: 'notificationRules', as: 'status', status: 500, body: 'canary-body' },
  { on: 'sshPublicKeys', as: 'html', body: '<h1>canary-html</h1>' },
  { on: 'tcpProxies', as: 'error', message: 'Not Authorized', code: 'canary-code' },
  { on: 'sessions', as: 'error', message: 'Invalid canary', code: 'BAD_USER_INPUT' },
];

describe('secrets', () => {
  it.each([
    ['an account token', tokens.domainChores],
    ['a project token', tokens.staging],
    ['a workspace token', 'c1c1c1c1-1111-4222-8333-c0ffee000001'],
  ])('that Railway holds or answers with reach no output of %s', async (_, value) => {
    const standIn = await serve(world, { faults: leaky });
    const io = patientIO();
    const collected = await collectRailway({ endpoint: standIn.url, tokens: [{ name: 'TOKEN', value }] }, io);
    const output = JSON.stringify([collected, io.events]);
    expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
  });

  it('stand in no rejection', async () => {
    const error = await scan(world, { TOKEN: 'canary-token' }).catch((it: unknown) => it);
    expect(error).toBeInstanceOf(OperatorError);
    const { message, hint, stack } = error as OperatorError;
    expect(`${message} ${hint} ${stack}`).not.toContain('canary-token');
  });

  it('are not even asked for', async () => {
    const { standIn } = await scan(world, { TOKEN: tokens.domainChores });
    const asked = standIn
      .calls()
      .map(({ query }) => query)
      .join('\n');
    expect(asked).not.toMatch(/config|channels|publicKey|value|mutation|decrypt/);
  });
});
