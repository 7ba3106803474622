import { defineCheck } from '../../src/findings/check.ts';
import { byTier, endsStore, passUnless } from '../../src/findings/reach.ts';
import { fail, notApplicable, type Ruling } from '../../src/findings/ruling.ts';
import { count, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'agent-cannot-delete-production-data',
  title: 'No agent can delete production data',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'credential',
  needs: ['store'],
  proof: 'absence',
  why: 'An agent that is stuck looks for another way, and tries what its credentials allow. What it was told not to do does not stop it; what its credential cannot do does.',
  fix: {
    railway: { steps: 'Give the agent a project token of a non-production environment, and nothing else.' },
    aws: {
      steps: 'Let the agent assume a role with a permission boundary that denies the deleting calls.',
      terraform: 'aws_iam_role, permissions_boundary',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.2', 'NIST SP 800-53 AC-6'],
  evaluate(credential, { reach, index }): Ruling {
    const agent = reach.view(credential.id)?.agent ?? null;
    if (agent === null) return notApplicable;
    const hits = reach.ofCredential(credential.id).filter(({ tiers }) => tiers.has('production'));
    const [worst] = byTier(hits.filter(({ verdict }) => endsStore(verdict)));
    if (worst === undefined) {
      const open = hits.filter(({ verdict }) => verdict === 'unknown');
      return passUnless(open);
    }
    const { lead, first, stores } = worst;
    return fail(
      `Agent ${quoted(agent)} ${lead.possible ? 'may be able to delete' : 'can delete'} ${count(stores, 'production store')} with ${quoted(credential.name)}, ${quoted(index.get(first)?.name ?? first)} in ${count(lead.pair.calls, 'call')}.`,
      { agent, stores, verdict: lead.verdict, calls: lead.pair.calls },
      { owner: `agent ${agent}`, confidence: lead.pair.confidence },
    );
  },
});
