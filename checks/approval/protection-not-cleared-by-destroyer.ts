import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { endsStore, type Hit, isUntold, passUnless } from '../../src/findings/reach.ts';
import { fail, notApplicable } from '../../src/findings/ruling.ts';
import { count, list, quoted, spoken } from '../../src/findings/wording.ts';
import type { AssetOf, Guard } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'protection-not-cleared-by-destroyer',
  title: 'Whoever can delete a store cannot switch off its protection',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: [],
  proof: 'absence',
  why: 'A guard beside the gun is no guard: a protection that the same credential switches off costs the attacker one more call. It only helps where two have to act.',
  fix: {
    aws: {
      steps:
        'Deny the call that switches it off to everyone who may delete, and leave it to one role that is assumed with MFA.',
      cli: 'firebreak blast STORE',
      terraform: 'aws_organizations_policy with a deny on the clearing call, except for that role',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'NIST SP 800-53 AC-5'],
  evaluate(store, judging) {
    const clearable = guardsOf(store, judging).filter(({ clearedBy }) => clearedBy.length > 0);
    if (clearable.length === 0) return notApplicable;
    const operations = new Set(clearable.flatMap(clearingsOf));
    const { reach, index } = judging;
    const calls = (hit: Hit) =>
      reach
        .steps(hit)
        .map(({ operation }) => operation)
        .filter((id) => operations.has(id));
    const hits = reach.hitsOn(store.id).filter((hit) => endsStore(hit.verdict) && calls(hit).length > 0);
    const cleared = new Set(hits.flatMap(calls));
    if (cleared.size === 0) {
      const open = reach
        .hitsOn(store.id)
        .filter((hit) => isUntold(hit) || (hit.verdict === 'unknown' && calls(hit).length > 0));
      return passUnless(open);
    }
    const guards = clearable.filter((guard) =>
      clearingsOf(guard).some((operation) => cleared.has(operation)),
    );
    const credentials = hits.reduce((sum, hit) => sum + reach.members(hit).length, 0);
    const [first = ''] = hits.map((hit) => reach.members(hit)[0] ?? '').toSorted();
    const whom = credentials > 1 ? `${count(credentials, 'credential')} such as ` : '';
    return fail(
      `The ${list([...new Set(guards.map(({ type }) => spoken(type)))])} of ${quoted(store.name)} is switched off by those who can delete it, with ${list([...cleared].toSorted())}: ${whom}${quoted(index.get(first)?.name ?? first)}.`,
      { clearedBy: [...cleared].toSorted().join(', '), credentials },
    );
  },
});

const clearingsOf = ({ clearedBy }: Guard): readonly string[] => clearedBy.map(({ operation }) => operation);

/** Guards on the store and on whatever holds it. */
function guardsOf({ id, props }: AssetOf<'store'>, { index }: Judging): readonly Guard[] {
  const boxes = index.from(id, 'contains').filter((asset) => asset.kind === 'container');
  return [props.guards, ...boxes.map((box) => box.props.guards)].flat();
}
