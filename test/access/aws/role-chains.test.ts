import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carriedIntoRole } from '../../../src/access/aws/credentials.ts';
import {
  type Actor,
  actorsFrom,
  buildEstate,
  carriedBy,
  compilePolicy,
  type EstatePrincipal,
  mayAssume,
} from '../../../src/access/aws/index.ts';
import { account, allow, deny, document, type Fields } from './builders.ts';

const arnOf = (name: string) => `arn:aws:iam::${account}:${name}`;
const policy = (...statements: readonly Fields[]) => compilePolicy(document(...statements));
const assume = (more: Fields = {}) => allow({ Action: 'sts:AssumeRole', ...more });
const tagged = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'db' } } };

/** Policies are shared between principals, as in an account. */
const policies = [
  policy(assume()),
  policy(assume({ Resource: arnOf('role/r-1') })),
  policy(assume(tagged)),
  policy(assume({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })),
  policy(assume(), deny({ Action: 'sts:*', Resource: arnOf('role/r-2') })),
  policy(allow({ Action: 's3:*' })),
  policy(assume({ Resource: `${arnOf('role/')}\${aws:PrincipalTag/team}*` })),
];
const trust = (AWS: string, Condition: Fields = {}) =>
  compilePolicy(
    document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS }, Condition }),
    'resource',
  );
const trusts = [
  [account, trust(account)],
  [account, trust(account, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
  [account, trust(account, { ArnLike: { 'aws:PrincipalArn': arnOf('role/r-1') } })],
  [account, trust(account, { StringEquals: { 'aws:username': 'u-1' } })],
  [arnOf('user/u-0'), trust(arnOf('user/u-0'))],
  [`${account} role r-0`, trust(arnOf('role/r-0'))],
] as const;

interface Drawn {
  readonly policy: number;
  readonly trust: number;
  readonly team: string;
}

const drawn = fc.record({
  policy: fc.nat(policies.length - 1),
  trust: fc.nat(trusts.length - 1),
  team: fc.constantFrom('db', 'web', 'r-'),
});
const estates = fc.record({
  roles: fc.array(drawn, { minLength: 1, maxLength: 6 }),
  users: fc.array(drawn, { minLength: 1, maxLength: 3 }),
});

function principals(kind: 'role' | 'user', all: readonly Drawn[]): readonly EstatePrincipal[] {
  return all.map((one, i) => {
    const own = policies[one.policy];
    const [trusted, by] = trusts[one.trust] ?? [];
    const isRole = kind === 'role';
    return {
      arn: arnOf(`${kind}/${kind[0]}-${i}`),
      account,
      identity: own === undefined ? [] : [{ policy: own, arn: null, group: null }],
      boundary: null,
      trust: isRole ? (by ?? null) : null,
      trusts: isRole && trusted !== undefined ? [trusted] : [],
      tags: { team: one.team },
      groups: [],
    };
  });
}

const keyOf = ({ principal, context }: Actor) => `${principal.arn} ${JSON.stringify(context)}`;
const rankOf = ({ holdsOnlyIf, steps }: Actor) => [Math.min(holdsOnlyIf.length, 1), steps.length] as const;

/** Tries every role from everyone, hop by hop, and shares nothing. */
function tried(all: readonly EstatePrincipal[], self: Actor): ReadonlyMap<string, Actor> {
  const found = new Map([[keyOf(self), self]]);
  let frontier: readonly Actor[] = [self];
  for (let hop = 0; hop < 6; hop++) {
    const next = new Map<string, Actor>();
    for (const actor of frontier)
      for (const principal of all) {
        if (principal.trust === null || principal === actor.principal) continue;
        const decision = mayAssume(actor, principal);
        if (decision.decision === 'denied') continue;
        const further: Actor = {
          ...self,
          principal,
          context: carriedIntoRole(actor.context),
          steps: [...actor.steps, { action: 'sts:AssumeRole', target: principal.arn, decision }],
          holdsOnlyIf: [...actor.holdsOnlyIf, ...decision.holdsOnlyIf],
        };
        const key = keyOf(further);
        const known = found.get(key);
        const [open, calls] = rankOf(further);
        const [knownOpen, knownCalls] = known === undefined ? [2, 0] : rankOf(known);
        if (open > knownOpen || (open === knownOpen && calls >= knownCalls)) continue;
        found.set(key, further);
        next.set(key, further);
      }
    frontier = [...next.values()];
  }
  return found;
}

const told = (actors: Iterable<Actor>) =>
  [...actors].map((actor) => `${keyOf(actor)} ${rankOf(actor).join(' ')}`).sort();

describe('role chains shared between callers that they treat alike', () => {
  it('lead where trying every role from everyone leads', () => {
    fc.assert(
      fc.property(estates, fc.constantFrom('never', 'may', 'always' as const), ({ roles, users }, mfa) => {
        const all = [...principals('role', roles), ...principals('user', users)];
        const estate = buildEstate(all);
        for (const principal of all) {
          const type = principal.trust === null ? 'console-password' : 'workload-identity';
          const actors = actorsFrom(estate, principal, carriedBy({ type, mfa: mfa as 'never' }));
          const self = actors[0] as Actor;
          expect(told(actors)).toEqual(told(tried(all, self).values()));
        }
      }),
      { numRuns: process.env.CI === 'true' ? 1_000 : 200 },
    );
  });
});
