import type { Asset, AssetOf, Link } from '../../model/asset.ts';
import type { Gap, InventoryIndex } from '../../model/inventory.ts';
import { type AccountLimits, limitsFinder } from './account-limits.ts';
import {
  buildEstate,
  type CarriedPolicy,
  type Estate,
  type EstateGroup,
  type EstatePrincipal,
  trustedBy,
  trustKey,
} from './estate.ts';
import { mayReachOthers } from './management.ts';
import { type OlderVersions, olderVersionsOf } from './older-versions.ts';
import type { PolicyDocument } from './policy.ts';
import { PolicyError } from './policy-error.ts';
import { type CompiledPolicy, compilePolicy, type PolicyKind } from './statement.ts';
import { type HasUnreadTags, unreadTags } from './unread-tags.ts';

/** The principals of an inventory, and what could not be read of them. */
export interface ReadEstate {
  readonly estate: Estate;
  /** Every policy that could be read. */
  readonly policies: readonly CompiledPolicy[];
  /** Fingerprints of gaps that could widen what a principal may do, on a target where one is named. */
  unreadOf(principal: string, target?: string): readonly string[];
  readonly hasUnreadTags: HasUnreadTags;
  /** The policy attached to a resource itself (a key, a vault). */
  resourcePolicyOf(target: string): CompiledPolicy | undefined;
}

type PolicyAsset = AssetOf<'policy'>;

/** Compiles each policy once and finds out which could not be read. */
export function estateFrom(index: InventoryIndex): ReadEstate {
  const compiler = policyCompiler(index);
  const all = index.ofKind('principal').filter(({ provider }) => provider === 'aws');
  const groups = new Map(all.filter(isGroup).map((asset) => [asset.id, groupOf(index, asset, compiler)]));
  const limits = limitsFinder(index, compiler.compile);
  const reachesOthers = (account: string) => mayReachOthers(index, account);
  const principals = all
    .filter((asset) => !isGroup(asset))
    .map((asset) => principalOf(index, asset, { compiler, groups, limits, reachesOthers }));
  const workloads = index
    .ofKind('workload')
    .filter(({ provider }) => provider === 'aws')
    .flatMap(({ id }) => index.to(id, 'runs-as').map((role) => ({ arn: id, role: role.id })));
  const policies = compiler.readable();
  const resourcePolicies = index
    .ofKind('policy')
    .filter((asset) => asset.provider === 'aws' && isResourcePolicy(asset) && asset.links.some(isProtecting))
    .flatMap((asset) => compiler.compile(asset, 'resource') ?? []);
  return {
    estate: buildEstate(principals, { workloads, groups: [...groups.values()], resourcePolicies }),
    policies,
    unreadOf: unreadFinder(index, compiler),
    hasUnreadTags: unreadTags(index),
    resourcePolicyOf: (target) => protecting(index, target, compiler),
  };
}

interface Compiler {
  /** null: it can't be read. */
  compile(policy: PolicyAsset, kind: PolicyKind): CompiledPolicy | null;
  olderOf(policy: PolicyAsset): OlderVersions;
  readonly unreadable: Set<string>;
  readable(): readonly CompiledPolicy[];
}

function policyCompiler(index: InventoryIndex): Compiler {
  const done = new Map<string, CompiledPolicy | null>();
  const older = new Map<string, OlderVersions>();
  const unreadable = new Set<string>();
  for (const gap of index.inventory.gaps)
    if (gap.kind === 'policy' && gap.target !== null) unreadable.add(gap.target);
  return {
    unreadable,
    olderOf(policy) {
      const found = older.get(policy.id) ?? olderVersionsOf(policy.props);
      older.set(policy.id, found);
      return found;
    },
    readable: () => [...done.values()].filter((policy) => policy !== null),
    compile(policy, kind) {
      const key = `${kind} ${policy.id}`;
      const known = done.get(key);
      if (known !== undefined) return known;
      const compiled = tryCompile(policy, kind);
      if (compiled === null) unreadable.add(policy.id);
      done.set(key, compiled);
      return compiled;
    },
  };
}

function tryCompile({ name, props }: PolicyAsset, kind: PolicyKind): CompiledPolicy | null {
  try {
    return compilePolicy({ name, document: props.document as PolicyDocument }, kind);
  } catch (error) {
    if (error instanceof PolicyError) return null;
    throw error;
  }
}

function carriedBy(
  index: InventoryIndex,
  { id }: Asset,
  as: 'attached' | 'bounds',
  compiler: Compiler,
): readonly CarriedPolicy[] {
  return index.to(id, as).flatMap((asset): readonly CarriedPolicy[] => {
    const policy = asset.kind === 'policy' ? compiler.compile(asset, 'identity') : null;
    if (policy === null || asset.kind !== 'policy') return [];
    if (asset.native !== 'AWS::IAM::ManagedPolicy') return [{ policy, arn: null, group: null }];
    return [{ policy, arn: asset.id, group: null, older: compiler.olderOf(asset) }];
  });
}

function isGroup({ props }: AssetOf<'principal'>): boolean {
  return props.type === 'group';
}

function groupOf(index: InventoryIndex, asset: AssetOf<'principal'>, compiler: Compiler): EstateGroup {
  const policies = carriedBy(index, asset, 'attached', compiler);
  return {
    arn: asset.id,
    account: asset.scope,
    policies: policies.map((one) => ({ ...one, group: asset.id })),
  };
}

function groupsOf(index: InventoryIndex, id: string): readonly Asset[] {
  return index.to(id, 'acts-in').filter((asset) => asset.kind === 'principal' && isGroup(asset));
}

interface Reading {
  readonly compiler: Compiler;
  readonly groups: ReadonlyMap<string, EstateGroup>;
  readonly limits: (account: string) => AccountLimits | null;
  readonly reachesOthers: (account: string) => boolean | null;
}

function principalOf(
  index: InventoryIndex,
  asset: AssetOf<'principal'>,
  { compiler, groups, limits, reachesOthers }: Reading,
): EstatePrincipal {
  const own = groupsOf(index, asset.id).flatMap(({ id }) => groups.get(id) ?? []);
  const trust = index
    .from(asset.id, 'protects')
    .find((one) => one.kind === 'policy' && one.props.type === 'trust');
  const compiledTrust = trust?.kind === 'policy' ? compiler.compile(trust, 'resource') : null;
  return {
    arn: asset.id,
    account: asset.scope,
    identity: [...carriedBy(index, asset, 'attached', compiler), ...own.flatMap(({ policies }) => policies)],
    boundary: carriedBy(index, asset, 'bounds', compiler)[0] ?? null,
    trust: compiledTrust,
    trusts: trustsOf(trust, compiledTrust),
    tags: asset.tags,
    groups: own.map(({ arn }) => arn),
    limits: limits(asset.scope),
    reachesOthers: reachesOthers(asset.scope),
  };
}

/** A trust policy that can't be read may name anyone. */
function trustsOf(trust: Asset | undefined, compiled: CompiledPolicy | null): readonly string[] {
  if (trust?.kind !== 'policy') return [];
  return compiled === null ? ['*'] : trustedBy(trust.props.document).map(trustKey);
}

/** Policies of an organisation protect accounts in a way of their own. */
function isResourcePolicy(asset: Asset): boolean {
  return asset.kind === 'policy' && asset.props.type !== 'rcp';
}

function isProtecting({ as }: Link): boolean {
  return as === 'protects';
}

/** A recovery point is protected by the policy of its vault. */
function protecting(index: InventoryIndex, target: string, compiler: Compiler): CompiledPolicy | undefined {
  const own = index.from(target, 'protects').find(isResourcePolicy);
  const policy = own ?? index.to(target, 'in-vault').flatMap(({ id }) => index.from(id, 'protects'))[0];
  return policy?.kind === 'policy' ? (compiler.compile(policy, 'resource') ?? undefined) : undefined;
}

function unreadFinder(index: InventoryIndex, { unreadable }: Compiler): ReadEstate['unreadOf'] {
  const widening = index.inventory.gaps.filter(
    ({ provider, direction, kind }) =>
      provider === 'aws' && direction === 'widens' && (kind === 'policy' || kind === 'principal'),
  );
  const wholeAccount = grouped(
    widening.filter(({ target }) => target === null),
    ({ scope }) => scope,
  );
  const oneTarget = grouped(
    widening.filter(({ target }) => target !== null),
    ({ target }) => target ?? '',
  );
  const known = new Map<string, readonly string[]>();
  const ofPrincipal = (principal: string): readonly string[] => {
    let found = known.get(principal);
    if (found === undefined) {
      found = principalGaps(principal);
      known.set(principal, found);
    }
    return found;
  };
  const principalGaps = (principal: string): readonly string[] => {
    const account = index.get(principal)?.scope ?? '';
    const carried = [principal, ...groupsOf(index, principal).map(({ id }) => id)];
    const policies = carried.flatMap((id) =>
      (index.get(id)?.links ?? []).filter(({ as }) => as === 'attached').map(({ to }) => to),
    );
    const missing = policies.filter((id) => index.get(id) === undefined || unreadable.has(id));
    const gaps = [
      ...(wholeAccount.get(account) ?? []),
      ...[...carried, ...policies].flatMap((id) => oneTarget.get(id) ?? []),
    ];
    const named = new Set(gaps.map(({ target }) => target));
    const unnamed = missing.filter((id) => !named.has(id)).map((id) => `aws:failed:policy:${id}`);
    return [...new Set([...gaps.map(({ fingerprint }) => fingerprint), ...unnamed])].sort();
  };
  const targetGaps = (target: string): readonly string[] => {
    const guarded = [target, ...index.to(target, 'in-vault').map(({ id }) => id)];
    const named = guarded.flatMap((id) => oneTarget.get(id) ?? []).map(({ fingerprint }) => fingerprint);
    const broken = guarded
      .flatMap((id) => index.from(id, 'protects'))
      .filter((policy) => isResourcePolicy(policy) && unreadable.has(policy.id));
    return [...named, ...broken.map(({ id }) => `aws:failed:policy:${id}`)];
  };
  return (principal, target) => {
    const own = ofPrincipal(principal);
    const onTarget = target === undefined ? [] : targetGaps(target);
    return onTarget.length === 0 ? own : [...new Set([...own, ...onTarget])].sort();
  };
}

function grouped(gaps: readonly Gap[], keyOf: (gap: Gap) => string): ReadonlyMap<string, readonly Gap[]> {
  const groups = new Map<string, Gap[]>();
  for (const gap of gaps) groups.set(keyOf(gap), [...(groups.get(keyOf(gap)) ?? []), gap]);
  return groups;
}
