import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

const aws = (...line: readonly string[]) => run(['permissions', 'aws', ...line]);
const printed = async (...line: readonly string[]): Promise<unknown> =>
  JSON.parse((await aws(...line)).stdout);

describe('the trust of the role a scan reads an account by', () => {
  it.each([
    ['222222222222', 'arn:aws:iam::222222222222:root'],
    ['arn:aws:iam::222222222222:role/firebreak', 'arn:aws:iam::222222222222:role/firebreak'],
  ])('lets in %s, which scans many accounts', async (who, AWS) => {
    expect(await printed('--trust', who)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Sid: 'FirebreakEnter', Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
    });
  });

  it.each([
    ['github:acme/shop', 'repo:acme/shop:ref:refs/heads/main'],
    ['github:acme/shop:environment:production', 'repo:acme/shop:environment:production'],
    ['github:acme/shop:ref:refs/tags/v1', 'repo:acme/shop:ref:refs/tags/v1'],
  ])('lets in the workflow %s and no other', async (who, subject) => {
    expect(await printed('--trust', who, '--account', '111111111111')).toMatchObject({
      Statement: [
        {
          Principal: {
            Federated: 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com',
          },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': subject,
            },
          },
        },
      ],
    });
  });

  it('is, in Terraform, on a role that carries the policy', async () => {
    const { stdout } = await aws('--trust', 'github:acme/shop', '--format', 'terraform');
    expect(stdout.match(/^(resource|data) .*$/gm)).toEqual([
      'data "aws_caller_identity" "current" {}',
      'resource "aws_iam_policy" "firebreak_read" {',
      'resource "aws_iam_role" "firebreak_read" {',
      'resource "aws_iam_role_policy_attachment" "firebreak_read" {',
    ]);
    expect(stdout).toContain(
      'arn:aws:iam::$' + '{data.aws_caller_identity.current.account_id}:oidc-provider/',
    );
    const known = await aws('--trust', '222222222222', '--format', 'terraform');
    expect(known.stdout).not.toContain('data ');
  });

  it.each([
    [['--trust', 'bob'], 'TRUST_UNKNOWN'],
    [['--trust', 'github:acme'], 'TRUST_UNKNOWN'],
    [['--trust', 'github:acme/*'], 'TRUST_UNKNOWN'],
    [['--trust', 'github:acme/$' + '{file("x")}'], 'TRUST_UNKNOWN'],
    [['--trust', 'arn:aws:iam::222222222222:role/*'], 'TRUST_UNKNOWN'],
    [['--trust', 'github:acme/shop'], 'ACCOUNT_MISSING'],
    [['--trust', 'github:acme/shop', '--format', 'terraform', '--account', '$' + '{x}'], 'ACCOUNT_MISSING'],
    [['--format', 'yaml'], 'FORMAT_UNKNOWN'],
  ])('%j: one clear line', async (line, code) => {
    const ran = await aws(...line);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`[${code}]`);
    expect(ran.stdout).toBe('');
  });
});
