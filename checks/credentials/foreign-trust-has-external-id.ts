import { defineCheck, type Judging } from '../../src/findings/check.ts';
import {
  allowingStatements,
  asksFor,
  isNarrowed,
  namedPrincipals,
  type Statement,
} from '../../src/findings/policy-statements.ts';
import { fail, notApplicable, pass, type Ruling, unknown } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'foreign-trust-has-external-id',
  title: 'Trust in another account asks for an external id',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'credential',
  needs: ['policy'],
  proof: 'presence',
  why: 'A vendor’s account that many customers trust can be talked into using your role by another of its customers. The external id is what ties the role to you. A role that trusts everybody is open to everybody.',
  fix: {
    aws: {
      steps: 'Ask the vendor for your external id and require it in the role’s trust policy.',
      cli: 'aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json',
      terraform: 'aws_iam_policy_document, condition StringEquals on sts:ExternalId',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.5.15', 'NIST SP 800-53 AC-3'],
  evaluate(credential, judging): Ruling {
    const { type, subject } = credential.props;
    if (type !== 'foreign-account') return notApplicable;
    const trusts = trustPolicies(credential, judging);
    if (trusts.length === 0) return unknown('the trust policy was not read');
    const statements = trusts
      .flatMap(({ props }) => allowingStatements(props.document))
      .filter((it) => names(it, subject));
    if (statements.length === 0) return unknown('the statement that trusts them was not found');
    const open = statements.filter((statement) => !asksFor(statement, 'sts:externalid'));
    if (open.length === 0) return pass;
    if (subject === '*') {
      if (open.every(isNarrowed)) return pass;
      return fail(
        `${quoted(credential.name)} can assume the role ${roleName(credential, judging)}: its trust policy names everybody.`,
        { subject: '*' },
        { severity: 'critical', seen: true },
      );
    }
    return fail(
      `Account ${quoted(credential.name)} can assume ${roleName(credential, judging)} without an external id.`,
      { subject: subject ?? null },
      { seen: true },
    );
  },
});

function trustPolicies(credential: AssetOf<'credential'>, { index }: Judging): readonly AssetOf<'policy'>[] {
  return index
    .to(credential.id, 'held-by')
    .flatMap((role) => index.from(role.id, 'protects'))
    .filter((asset) => asset.kind === 'policy')
    .filter(({ props }) => props.type === 'trust');
}

function roleName(credential: AssetOf<'credential'>, { index }: Judging): string {
  return quoted(index.to(credential.id, 'held-by')[0]?.name ?? credential.name);
}

/** Whether the statement names the subject, in any of the ways AWS writes an account. */
function names(statement: Statement, subject: string | undefined): boolean {
  return namedPrincipals(statement).some(
    (principal) => principal === subject || principal.endsWith(`:iam::${subject}:root`),
  );
}
