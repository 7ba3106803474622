import { defineCheck } from '../../src/findings/check.ts';
import { isSignIn, unlisted } from '../../src/findings/credential-types.ts';
import { byTier, unsettled } from '../../src/findings/reach.ts';
import { fail, notApplicable, pass, type Ruling } from '../../src/findings/ruling.ts';
import { count, credentialName, list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'credential-stays-in-one-tier',
  title: 'A token or key does harm in one tier at most',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'credential',
  needs: ['store'],
  proof: 'absence',
  why: 'A credential handed out for staging chores must not work in production. Where it does, a wrong id or a confused agent turns a staging cleanup into a production loss, as it did for PocketOS in April 2026.',
  fix: {
    railway: {
      steps:
        'Use a project token: it is made for one environment. Account tokens reach every workspace of the person, workspace tokens every project.',
    },
    aws: {
      steps:
        'Give each tier an account of its own, or give the principal one role a tier and limit each by resource tag.',
      terraform: 'aws_iam_policy with a condition on aws:ResourceTag/env',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.8.31', 'NIST SP 800-53 AC-6'],
  evaluate(credential, { reach, index }): Ruling {
    if (credential.props.type === 'unlistable') return unlisted;
    if (isSignIn(credential.props.type)) return notApplicable;
    if (reach.view(credential.id)?.breakGlass === true) return notApplicable;
    const hits = reach.ofCredential(credential.id).filter(({ verdict }) => verdict !== 'no-reach');
    const certain = byTier(hits.filter(({ verdict }) => verdict !== 'unknown'));
    if (certain.length > 1) {
      const may = certain.some(({ lead }) => lead.possible) ? 'may' : 'can';
      const each = certain.map(
        ({ tier, stores, first }) =>
          `${count(stores, `${tier} store`)} (${quoted(index.get(first)?.name ?? first)}${stores > 1 ? ' …' : ''})`,
      );
      return fail(
        `${credentialName(credential.props.type, credential.name)} ${may} do harm to ${list(each, 4)}.`,
        Object.fromEntries(certain.map(({ tier, stores }) => [`${tier} stores`, stores])),
      );
    }
    const open = hits.filter(({ verdict }) => verdict === 'unknown');
    return byTier(hits).length > 1 ? unsettled(open) : pass;
  },
});
