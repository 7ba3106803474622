import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { list, quoted, span } from '../../src/findings/wording.ts';
import type { CopyView } from '../../src/model/blast-radius.ts';

export default defineCheck({
  id: 'declared-copy-counts',
  title: 'A copy somebody declared can be counted on',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: [],
  proof: 'absence',
  why: 'A copy that no scanner sees rests on somebody’s word: an owner, an age, a restore test that is not too old, and keys that lie elsewhere. Where one of these is missing it is a memory, like the three-month-old dump in the PocketOS incident.',
  fix: {
    railway: {
      steps:
        'Make a fresh copy, restore it once, and bring its entry under `copies` in firebreak.yaml up to date.',
    },
    aws: {
      steps:
        'Make a fresh copy, restore it once, and bring its entry under `copies` in firebreak.yaml up to date.',
    },
  },
  frameworks: ['SOC 2 A1.3', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9(1)'],
  evaluate(store, { reach }) {
    const copies = reach.onStore(store.id)?.copies.filter(({ asset }) => asset.startsWith('declared:')) ?? [];
    if (copies.length === 0) return notApplicable;
    const doubtful = copies.filter(({ counts }) => !counts);
    if (doubtful.length === 0) return pass;
    return fail(`The declared copy of ${quoted(store.name)} ${list(doubtful.map(doubt))}.`, {
      copies: copies.length,
      counted: copies.length - doubtful.length,
    });
  },
});

function doubt({ location, why, losesHours }: CopyView): string {
  const age = losesHours === null ? '' : `, ${span(losesHours)} old,`;
  return `at ${quoted(location)}${age} does not count: ${why}`;
}
