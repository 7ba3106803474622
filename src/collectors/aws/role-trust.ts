/** Who may become the role a scan reads an account by. */
export type Trusted =
  /** An account, or a principal of it: where scans of many accounts start. */
  | { readonly by: 'principal'; readonly arn: string }
  /** A GitHub Actions workflow; `subject` as GitHub writes it: `repo:acme/shop:ref:refs/heads/main`. */
  | { readonly by: 'github'; readonly subject: string };

export interface AwsTrust {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    {
      readonly Sid: string;
      readonly Effect: 'Allow';
      readonly Principal: { readonly AWS: string } | { readonly Federated: string };
      readonly Action: string;
      readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
    },
  ];
}

const github = 'token.actions.githubusercontent.com';

/**
 * The trust policy of a role in `account`. A workflow is let in for its one subject alone:
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function roleTrust(trusted: Trusted, account: string): AwsTrust {
  const [Principal, Action, more] =
    trusted.by === 'principal'
      ? [{ AWS: trusted.arn }, 'sts:AssumeRole', {}]
      : [
          { Federated: `arn:aws:iam::${account}:oidc-provider/${github}` },
          'sts:AssumeRoleWithWebIdentity',
          {
            Condition: {
              StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: trusted.subject },
            },
          },
        ];
  const statement = { Sid: 'FirebreakEnter', Effect: 'Allow', Principal, Action, ...more } as const;
  return { Version: '2012-10-17', Statement: [statement] };
}
