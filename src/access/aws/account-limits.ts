import type { Asset } from '../../model/asset.ts';
import type { InventoryIndex } from '../../model/inventory.ts';
import { administratorPolicy } from './estate.ts';
import type { CompiledPolicy, PolicyKind } from './statement.ts';

/** What an organisation lays on one of its accounts: a list of policies for each level, the root first. */
export interface AccountLimits {
  /** On what principals of the account may do. */
  readonly serviceControl: readonly (readonly CompiledPolicy[])[];
  /** On what may be done to resources of the account. */
  readonly resourceControl: readonly (readonly CompiledPolicy[])[];
}

type PolicyAsset = Extract<Asset, { kind: 'policy' }>;
export type CompileAsset = (policy: PolicyAsset, kind: PolicyKind) => CompiledPolicy | null;

/**
 * Finds the limits of accounts; null where no organisation lays any, as on its management account. What could not be
 * read forbids nothing: a level in which something may be missing allows everything that it does not deny.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export function limitsFinder(
  index: InventoryIndex,
  compile: CompileAsset,
): (account: string) => AccountLimits | null {
  const known = new Map<string, AccountLimits | null>();
  const isWhole = !index.inventory.gaps.some(
    ({ provider, operation, reason }) =>
      provider === 'aws' && operation.startsWith('organizations:') && reason !== 'unsupported',
  );
  return (account) => {
    let limits = known.get(account);
    if (limits === undefined) {
      limits = limitsOf(index, account, { compile, isWhole });
      known.set(account, limits);
    }
    return limits;
  };
}

interface Reading {
  readonly compile: CompileAsset;
  readonly isWhole: boolean;
}

function limitsOf(index: InventoryIndex, account: string, reading: Reading): AccountLimits | null {
  const levels = levelsAbove(index, account);
  const [root] = levels;
  if (root === undefined || root.split(':')[4] === account) return null;
  return {
    serviceControl: levelsOf(index, levels, 'scp', reading),
    resourceControl: levelsOf(index, levels, 'rcp', reading),
  };
}

/** Root, units and account; none where the account is in no organisation that was read. */
function levelsAbove(index: InventoryIndex, account: string): readonly string[] {
  const levels = [`aws:account:${account}`];
  for (;;) {
    const [first = ''] = levels;
    const above = index.from(first, 'contains')[0]?.id;
    if (above === undefined || levels.includes(above)) break;
    levels.unshift(above);
  }
  return levels.length === 1 ? [] : levels;
}

/** An organisation that uses a type of policy has one of them at the least on each level. */
function levelsOf(
  index: InventoryIndex,
  levels: readonly string[],
  type: 'scp' | 'rcp',
  { compile, isWhole }: Reading,
): readonly (readonly CompiledPolicy[])[] {
  const as = type === 'scp' ? 'bounds' : 'protects';
  const attached = levels.map((level) =>
    index.from(level, as).filter((asset) => asset.kind === 'policy' && asset.props.type === type),
  );
  if (attached.every((policies) => policies.length === 0)) return [];
  return attached.map((policies) => {
    const compiled = policies.flatMap((policy) =>
      policy.kind === 'policy' ? [compile(policy, type === 'scp' ? 'identity' : 'resource')] : [],
    );
    const readable = compiled.filter((policy) => policy !== null);
    const isRead = isWhole && compiled.length > 0 && readable.length === compiled.length;
    // Resource control policies only ever take away; their allowing is not asked for.
    return isRead || type === 'rcp' ? readable : [...readable, administratorPolicy];
  });
}
