import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'federated-subject-is-narrow',
  title: 'Federated trust names the repository and the branch or environment',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'credential',
  needs: [],
  proof: 'absence',
  why: 'A role that trusts an identity provider without naming the subject can be assumed by every repository that provider serves, and on GitHub that is everybody’s. One that names a repository but no branch runs whatever a pull request brings.',
  fix: {
    aws: {
      steps:
        'In the role’s trust policy, pin the token’s subject with StringEquals: the repository, and the branch or the deployment environment.',
      cli: 'aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json',
      terraform: 'aws_iam_policy_document, condition on token.actions.githubusercontent.com:sub',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.5.15', 'NIST SP 800-53 IA-9'],
  evaluate({ name, props: { type, subject } }) {
    if (type !== 'oidc-subject') return notApplicable;
    if (subject === undefined || /^\*+$/.test(subject)) {
      return fail(
        `${quoted(name)}: the trust names no subject, so every token of that provider opens the role.`,
        {
          subject: subject ?? null,
        },
      );
    }
    if (!/[*?]/.test(subject)) return pass;
    const open = widest(subject);
    return fail(
      `${quoted(name)}: the subject is open to ${open.whom}.`,
      { subject },
      open.branchOnly ? { severity: 'medium' } : {},
    );
  },
});

/** Whom a pattern lets in: GitHub and GitLab subjects put the repository first, then the branch or environment. */
function widest(subject: string): { readonly whom: string; readonly branchOnly: boolean } {
  const repository = /^(?:repo|project_path):([^:]*)/.exec(subject)?.[1];
  if (repository === undefined) return { whom: `everything that matches ${subject}`, branchOnly: false };
  const [owner = ''] = repository.split('/');
  if (/[*?]/.test(owner)) return { whom: 'repositories of any owner that matches', branchOnly: false };
  if (/[*?]/.test(repository))
    return { whom: `every repository of ${owner} that matches`, branchOnly: false };
  return {
    whom: `every branch, tag, environment or pull request of ${repository} that matches`,
    branchOnly: true,
  };
}
