import { defineCheck } from '../../src/findings/check.ts';
import { byTier, endsStore, isUntold, passUnless } from '../../src/findings/reach.ts';
import { fail, notApplicable, type Ruling } from '../../src/findings/ruling.ts';
import { count, credentialName, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'credential-does-not-escalate',
  title: 'No credential becomes able to delete data by granting itself more',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'credential',
  needs: [],
  proof: 'absence',
  why: 'Rights that look harmless, to edit a policy, to pass a role, to mint a key, make an administrator of whoever holds them. A review that looks for delete rights does not find these.',
  fix: {
    aws: {
      steps:
        'See the steps with the command below. Take away the one the plan begins with, or set a permission boundary that the principal may neither edit nor remove.',
      cli: 'firebreak blast CREDENTIAL',
      terraform: 'aws_iam_user or aws_iam_role, permissions_boundary',
    },
    railway: { steps: 'Lower the member’s role, and delete the tokens they made.' },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.2', 'NIST SP 800-53 AC-6(10)'],
  evaluate(credential, { reach, index }): Ruling {
    if (reach.view(credential.id)?.breakGlass === true) return notApplicable;
    const hits = reach.ofCredential(credential.id).filter(({ verdict }) => endsStore(verdict));
    const [worst] = byTier(hits.filter(({ pair }) => pair.escalated));
    if (worst === undefined) {
      const open = reach
        .ofCredential(credential.id)
        .filter((hit) => isUntold(hit) || (hit.verdict === 'unknown' && hit.pair.escalated));
      return passUnless(open);
    }
    const { tier, lead, first, stores } = worst;
    return fail(
      `${credentialName(credential.props.type, credential.name)} ${lead.possible ? 'may be able to' : 'can'} give itself the rights to delete ${count(stores, `${tier} store`)}, ${quoted(index.get(first)?.name ?? first)} in ${count(lead.pair.calls, 'call')}.`,
      { stores, verdict: lead.verdict, calls: lead.pair.calls, escalated: true },
      { severity: tier === 'production' ? 'high' : 'medium', confidence: lead.pair.confidence },
    );
  },
});
