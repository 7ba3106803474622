import type { AwsPolicy, AwsTrust, Trusted } from '../collectors/aws/index.ts';
import { OperatorError } from '../model/error.ts';

/** What is printed of AWS, and for whom. */
export interface AwsAsked {
  readonly format: 'json' | 'terraform';
  /** Whom the role that carries the policy lets in; as `trustedBy` reads it. */
  readonly trust?: string | undefined;
  /** The account the role is in. */
  readonly account?: string | undefined;
}

/** The policy a scan needs; with `trust`, the trust policy of the role that carries it, or in Terraform both. */
export async function awsPermissionsText({ format, trust, account }: AwsAsked): Promise<string> {
  const { awsPermissions, roleTrust } = await import('../collectors/aws/index.ts');
  const trusted = trust === undefined ? null : trustedBy(trust);
  if (format === 'terraform') {
    const here = account === undefined ? ownAccount : needed(account);
    return terraform(awsPermissions(), trusted && roleTrust(trusted, here), here === ownAccount);
  }
  if (trusted === null) return json(awsPermissions());
  return json(roleTrust(trusted, trusted.by === 'github' ? needed(account) : ''));
}

/** What Terraform works out to the account it is run in. */
const ownAccount = `\${data.aws_caller_identity.current.account_id}`;

/** An account id, the ARN of a principal, or `github:OWNER/REPO` with what follows it in the subject. */
function trustedBy(text: string): Trusted {
  if (/^\d{12}$/.test(text)) return { by: 'principal', arn: `arn:aws:iam::${text}:root` };
  if (/^arn:aws[a-z-]*:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)$/.test(text)) {
    return { by: 'principal', arn: text };
  }
  const [, repository, rest] = /^github:([\w.-]+\/[\w.-]+)((?::[\w./-]+)+)?$/.exec(text) ?? [];
  if (repository !== undefined) {
    return { by: 'github', subject: `repo:${repository}${rest ?? ':ref:refs/heads/main'}` };
  }
  throw new OperatorError(
    'TRUST_UNKNOWN',
    'That is nobody a role can trust.',
    'Give an account id, the ARN of a user or role, or github:OWNER/REPO (its main branch; else github:OWNER/REPO:environment:NAME).',
  );
}

function needed(account: string | undefined): string {
  if (account !== undefined && /^\d{12}$/.test(account)) return account;
  throw new OperatorError(
    'ACCOUNT_MISSING',
    'A role that GitHub signs in to names its account, and none of 12 digits was given.',
    'Add --account with the id of the account the role is in, or use --format terraform, which looks it up.',
  );
}

/** A JSON value is an HCL expression as well, and what stands in `${}` in it is worked out. */
function terraform(policy: AwsPolicy, trust: AwsTrust | null, looksUp: boolean): string {
  const encoded = (value: object): string =>
    `jsonencode(${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')})`;
  const read = `resource "aws_iam_policy" "firebreak_read" {
  name   = "firebreak-read"
  policy = ${encoded(policy)}
}
`;
  if (trust === null) return read;
  const isLookedUp = looksUp && JSON.stringify(trust).includes(ownAccount);
  return `${isLookedUp ? 'data "aws_caller_identity" "current" {}\n\n' : ''}${read}
resource "aws_iam_role" "firebreak_read" {
  name               = "firebreak-read"
  assume_role_policy = ${encoded(trust)}
}

resource "aws_iam_role_policy_attachment" "firebreak_read" {
  role       = aws_iam_role.firebreak_read.name
  policy_arn = aws_iam_policy.firebreak_read.arn
}
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
