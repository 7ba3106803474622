import { defineCheck } from '../../src/findings/check.ts';
import { fail, passSeen } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'declared-copy-names-a-store',
  title: 'Every declared copy is of a store that exists',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'declared-copy',
  needs: ['store'],
  proof: 'presence',
  why: 'A copy that is declared for an id nobody has any more protects nothing, and reads in the configuration as if it did: the store was replaced, and its new data is backed up nowhere.',
  fix: {
    firebreak: {
      steps:
        'Look up the store’s id in inventory.json, correct `of` in its entry under `copies` in firebreak.yaml, and make sure the copy really is made of it; or remove the entry.',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9'],
  evaluate({ entry: { of, location, owner } }, { index }) {
    const named = index.get(of);
    if (named?.kind === 'store') return passSeen;
    const what = named === undefined ? 'an id that nothing has' : `a ${named.kind}, not a store`;
    return fail(
      `The copy declared at ${quoted(location)} is of ${quoted(of)}, ${what}: it protects nothing.`,
      { of, location, owner },
    );
  },
});
