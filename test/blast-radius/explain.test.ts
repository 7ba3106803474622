import { describe, expect, test } from 'vitest';
import {
  type Explanation,
  explainCredential,
  explainStore,
  explainText,
  explainWorst,
} from '../../src/blast-radius/index.ts';
import { PRODUCTION, pocketOs, projectToken, user, WORKSPACE } from './railway-world.ts';
import { blast, gap } from './world.ts';

const TOKEN = 'railway:account-token:domains';
const radius = blast({
  assets: [...pocketOs(), ...projectToken('ci', 'staging'), ...user('guest', WORKSPACE, 'VIEWER')],
  settings: {
    agents: [
      { name: 'cursor', owner: 'ops@acme.example', purpose: 'chores', credentials: [TOKEN], expires: null },
    ],
  },
});

function text(explanation: Explanation | null): readonly string[] {
  if (explanation === null) throw new Error('nothing to explain');
  return explainText(explanation);
}

describe('what one credential could end', () => {
  test('is told call by call, with the role that allows each', () => {
    expect(text(explainCredential(radius, TOKEN)).slice(0, 11)).toEqual([
      'domains (account-token, held by agent cursor): total-loss of 2 stores',
      '',
      'total-loss in 2 calls of production, staging',
      '  by ADMIN of workspace acme, inferred',
      '  1. railway:projectScheduleDelete on the project',
      '     schedule the project for deletion; can be undone for 48 hours',
      '     allowed: ADMIN of workspace acme: a workspace admin may do anything in it (docs.railway.com/projects/workspaces)',
      '  2. railway:projectScheduleDeleteForce on the project',
      expect.stringContaining('skipping its grace period'),
      '     allowed: ADMIN of workspace acme: a workspace admin may do anything in it (docs.railway.com/projects/workspaces)',
      '  stopped by: nothing',
    ]);
  });

  test('the milder, cheaper way and the end of the tenant are told too', () => {
    const lines = text(explainCredential(radius, TOKEN));
    expect(lines).toContain('  milder, in 1 call: railway:volumeDelete');
    expect(lines).toContain('  railway:workspaceDelete: the workspace acme and its 2 stores');
  });

  test('an unverified rule is not told as a permission', () => {
    const lines = text(explainCredential(radius, 'railway:project-token:ci'));
    expect(lines.filter((line) => line.includes('not ruled out'))).toHaveLength(1);
    expect(lines.find((line) => line.startsWith('unknown'))).toBe('unknown in 1 call of production');
  });

  test('a credential that ends nothing says so', () => {
    expect(text(explainCredential(radius, 'railway:account-token:guest'))[0]).toBe(
      'guest (account-token): ends nothing',
    );
  });

  test('a gap that an unknown rests on is named', () => {
    const members = gap({ fingerprint: 'railway:denied:workspace.members:acme' });
    const hidden = blast({ assets: [...pocketOs(), ...user('guest', WORKSPACE, 'VIEWER')], gaps: [members] });
    expect(text(explainCredential(hidden, 'railway:account-token:guest'))).toContain(
      '  not known because of railway:denied:workspace.members:acme',
    );
  });

  test('one that is not there is nothing to explain', () => {
    expect(explainCredential(radius, 'railway:account-token:nobody')).toBeNull();
    expect(explainStore(radius, 'railway:volume-instance:nowhere')).toBeNull();
  });
});

describe('what could end one store', () => {
  test('is everyone who can, the worst first, and what its copies are worth', () => {
    const explanation = explainStore(radius, PRODUCTION);
    expect(explanation?.pairs.map(({ verdict }) => verdict)).toEqual(['total-loss', 'unknown']);
    const lines = text(explanation);
    expect(lines[1]).toBe('  what stops its worst credential: nothing');
    expect(lines).toContain('  6 snapshot in railway acme: does not count, the same credential can end it');
  });
});

describe('the worst of all', () => {
  test('comes first and stops at the limit', () => {
    const { pairs } = explainWorst(radius, 1);
    expect(pairs.map(({ verdict, credentials }) => [verdict, credentials])).toEqual([
      ['total-loss', [TOKEN]],
    ]);
  });

  test('never begins with whoever is set apart', () => {
    const settings = { breakGlass: [TOKEN] };
    const apart = blast({ assets: [...pocketOs(), ...user('ann', WORKSPACE, 'ADMIN')], settings });
    const [first, ...rest] = explainWorst(apart, 10).pairs;
    expect(first?.credentials).toEqual(['railway:account-token:ann']);
    expect(rest.at(-1)?.credentials).toEqual([TOKEN]);
  });

  test('is nobody where nobody ends anything', () => {
    expect(text(explainWorst(blast({ assets: [] }), 10))).toEqual(['No credential ends anything.']);
  });
});
