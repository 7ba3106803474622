import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';

const least = 'version: 1\nname: acme\nproviders: { railway: { tokenEnv: RAILWAY_API_TOKEN } }\n';
const load = (history: string) => loadConfig({ text: `${least}${history}`, path: 'firebreak.yaml' });

describe('where the history is kept', () => {
  it.each([
    ['nowhere, where nobody asked for one', '', undefined],
    [
      'in a file of its own, for a year and a month',
      'history: {}',
      { at: { path: 'firebreak-history.db' }, keepDays: 400 },
    ],
    ['in a named file', 'history: { path: h/x.db, keepDays: 30 }', { at: { path: 'h/x.db' }, keepDays: 30 }],
    [
      'in a PostgreSQL, of which only the variable is named',
      'history: { urlEnv: HISTORY_URL }',
      { at: { url: { env: 'HISTORY_URL' } }, keepDays: 400 },
    ],
  ])('%s', (_where, text, expected) => {
    expect(load(text).history).toEqual(expected);
  });

  it.each([
    ['both', 'history: { path: a.db, urlEnv: B }', 'expected either `path` or `urlEnv`, not both'],
    ['a day too few', 'history: { keepDays: 6 }', 'a number of days, 7 to 3660'],
    [
      'a URL instead of its variable',
      'history: { urlEnv: "postgres://u:p@h/d" }',
      'the name of an environment',
    ],
  ])('refuses %s', (_what, text, said) => {
    expect(() => load(text)).toThrow(said);
  });
});
