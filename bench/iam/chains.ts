import {
  actorsFrom,
  buildEstate,
  carriedBy,
  compilePolicy,
  type EstatePrincipal,
} from '../../src/access/aws/index.ts';

const account = '111111111111';

function policy(Action: string) {
  return compilePolicy({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } });
}

const assuming = policy('sts:AssumeRole');
const reading = policy('s3:Get*');
const trust = compilePolicy(
  {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: account } },
  },
  'resource',
);

/** Half users, half roles that trust the whole account; half of each may assume any role. */
export function crowd(size: number): readonly EstatePrincipal[] {
  return Array.from({ length: size }, (_, i) => {
    const isRole = i % 2 === 0;
    const own = { policy: i % 4 < 2 ? assuming : reading, arn: null, group: null };
    return {
      arn: `arn:aws:iam::${account}:${isRole ? 'role' : 'user'}/p-${i}`,
      account,
      identity: [own],
      boundary: null,
      trust: isRole ? trust : null,
      trusts: isRole ? [account] : [],
      tags: {},
      groups: [],
    };
  });
}

/** How many identities all of them together can act as. */
export function actorsOfAll(principals: readonly EstatePrincipal[]): number {
  const estate = buildEstate(principals);
  const context = carriedBy({ type: 'access-key', mfa: 'never' });
  return principals.reduce((sum, one) => sum + actorsFrom(estate, one, context).length, 0);
}
