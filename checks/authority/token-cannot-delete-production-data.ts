import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { isSignIn, unlisted } from '../../src/findings/credential-types.ts';
import { byTier, endsStore, passUnless, type ReachInTier } from '../../src/findings/reach.ts';
import { fail, notApplicable, type Ruling } from '../../src/findings/ruling.ts';
import { count, credentialName, quoted, span } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'token-cannot-delete-production-data',
  title: 'No token or key can delete production data',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'credential',
  needs: ['store'],
  proof: 'absence',
  why: 'A token lies in files, pipelines and the reach of agents, and nobody is asked before it acts. Deleting production data should take a person who signs in; then a stray token costs an outage at most.',
  fix: {
    railway: {
      steps:
        'Replace account and workspace tokens by project tokens of the one environment that needs them, and let people delete through the dashboard.',
    },
    aws: {
      steps:
        'Attach a permission boundary that denies the deleting calls to machine identities, and keep them for a role that people assume with MFA.',
      cli: 'aws iam put-user-permissions-boundary --user-name USER --permissions-boundary POLICY_ARN',
      terraform: 'aws_iam_user, permissions_boundary',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.2', 'NIST SP 800-53 AC-6'],
  evaluate(credential, judging): Ruling {
    if (credential.props.type === 'unlistable') return unlisted;
    if (isSignIn(credential.props.type)) return notApplicable;
    const view = judging.reach.view(credential.id);
    if (view?.breakGlass === true || (view?.agent ?? null) !== null) return notApplicable;
    const hits = judging.reach.ofCredential(credential.id).filter(({ tiers }) => tiers.has('production'));
    const [worst] = byTier(hits.filter(({ verdict }) => endsStore(verdict)));
    if (worst !== undefined) return deletion(credential, worst, judging);
    const open = hits.filter(({ verdict }) => verdict === 'unknown');
    return passUnless(open);
  },
});

function deletion({ name, props }: AssetOf<'credential'>, worst: ReachInTier, judging: Judging): Ruling {
  const { lead, first, stores } = worst;
  const lost = lead.verdict === 'recoverable' ? hoursLost(first, judging) : null;
  const stale = lost !== null && lost > judging.limits.backupMaxAgeHours;
  const may = lead.possible ? 'may be able to delete' : 'can delete';
  const after = lost === null ? '' : `; restoring it would lose ${span(lost)}`;
  return fail(
    `${credentialName(props.type, name)} ${may} ${count(stores, 'production store')}, ${quoted(judging.index.get(first)?.name ?? first)} in ${count(lead.pair.calls, 'call')}${after}.`,
    { verdict: lead.verdict, stores, 'first store': first, calls: lead.pair.calls, losesHours: lost },
    { confidence: lead.pair.confidence, ...(stale ? { severity: 'high' } : {}) },
  );
}

/** What restoring the freshest copy that counts would lose; null where it is not known. */
function hoursLost(store: string, { reach }: Judging): number | null {
  const losses = (reach.onStore(store)?.copies ?? []).flatMap(({ counts, losesHours }) =>
    counts && losesHours !== null ? [losesHours] : [],
  );
  return losses.length === 0 ? null : Math.min(...losses);
}
