import { defineCheck } from '../../src/findings/check.ts';
import { allowingStatements, isNarrowed, namedPrincipals } from '../../src/findings/policy-statements.ts';
import { fail, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'policy-admits-no-strangers',
  title: 'No policy of a store, vault or key lets strangers in',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'policy',
  needs: [],
  proof: 'absence',
  why: 'What a bucket’s, vault’s or key’s own policy allows, it allows whoever it names, whatever your users’ policies say. One that names everybody is open to everybody; one that names another account is as safe as that account.',
  fix: {
    aws: {
      steps:
        'Name the principals that need it, or bind the statement to your organisation with aws:PrincipalOrgID.',
      terraform: 'aws_iam_policy_document, condition on aws:PrincipalOrgID',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.5.15', 'NIST SP 800-53 AC-3'],
  evaluate({ id, name, scope, provider, props }, { index }) {
    if (!['resource', 'vault', 'key'].includes(props.type)) return notApplicable;
    if (typeof props.document !== 'object') return unknown('the policy could not be understood');
    const own = new Set(
      index.inventory.scope.filter((entry) => entry.provider === provider).map((entry) => entry.scope),
    );
    const open = allowingStatements(props.document).filter((statement) => !isNarrowed(statement));
    const named = [...new Set(open.flatMap(namedPrincipals))];
    const [guarded] = index.to(id, 'protects');
    const what = quoted(guarded?.name ?? name);
    if (named.includes('*')) {
      return fail(
        `The policy of ${what} allows something to everybody.`,
        { principal: '*', account: scope },
        {
          severity: 'critical',
        },
      );
    }
    const strangers = [...new Set(named.flatMap(accountOf))]
      .filter((account) => !own.has(account))
      .toSorted();
    if (strangers.length === 0) return pass;
    return fail(
      `The policy of ${what} lets in ${list(strangers)}, outside the accounts that were scanned.`,
      { accounts: strangers.join(', ') },
      { severity: 'medium' },
    );
  },
});

/** The account of an ARN or of a bare account id; nothing where the principal has been deleted. */
function accountOf(principal: string): readonly string[] {
  return /^(?:arn:[^:]*:[^:]*::)?(\d{12})(?::|$)/.exec(principal)?.slice(1) ?? [];
}
