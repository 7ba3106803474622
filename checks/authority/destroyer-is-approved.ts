import { unapprovedBy } from '../../src/findings/approved-reach.ts';
import { defineCheck } from '../../src/findings/check.ts';
import { byTier, endsStore, mayEndStore, unsettled } from '../../src/findings/reach.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { owner } from '../../src/findings/standing.ts';
import { count, credentialName, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'destroyer-is-approved',
  title: 'Whoever can delete production data was approved to',
  severity: { production: 'high', otherwise: 'high' },
  judges: 'credential',
  needs: ['store'],
  proof: 'absence',
  why: 'The approved baseline names who may end what. Someone who can and is not in it got there without anybody having said yes: by a new token, a wider policy, or a role that learned to trust them.',
  fix: {
    railway: {
      steps:
        'Delete the token or lower the member’s role; if it is meant to be, approve it with `firebreak baseline propose` and `approve`.',
      cli: 'firebreak baseline diff',
    },
    aws: {
      steps:
        'Take the right away again; if it is meant to be, approve it with `firebreak baseline propose` and `approve`.',
      cli: 'firebreak baseline diff',
    },
  },
  frameworks: ['SOC 2 CC6.2', 'ISO/IEC 27001:2022 A.5.18', 'NIST SP 800-53 AC-2'],
  evaluate(credential, judging) {
    const { reach, approved, index } = judging;
    if (approved === undefined || reach.view(credential.id)?.breakGlass === true) return notApplicable;
    const unapproved = unapprovedBy(approved.baseline);
    const holder = owner(credential, judging);
    const hits = reach
      .ofCredential(credential.id)
      .filter((hit) => hit.tiers.has('production') && mayEndStore(hit.verdict));
    const notApproved = hits.filter(({ pair }) => unapproved(holder, pair).length > 0);
    const fresh = notApproved.filter(({ verdict }) => endsStore(verdict));
    const [worst] = byTier(fresh);
    if (worst === undefined) {
      if (notApproved.length > 0) return unsettled(notApproved);
      return hits.length === 0 ? notApplicable : pass;
    }
    const stores = fresh.reduce((sum, { pair }) => sum + unapproved(holder, pair).length, 0);
    const first = unapproved(holder, worst.lead.pair)[0] ?? '';
    const may = worst.lead.possible ? 'may be able to delete' : 'can delete';
    return fail(
      `${credentialName(credential.props.type, credential.name)} ${may} ${count(stores, 'store')} that nobody approved it for, such as ${quoted(index.get(first)?.name ?? first)}.`,
      { stores, verdict: worst.lead.verdict, baseline: approved.approval.version },
      { confidence: worst.lead.pair.confidence },
    );
  },
});
