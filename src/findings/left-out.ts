import type { AssetKind } from '../model/asset.ts';
import type { InventoryIndex, ScopeEntry } from '../model/inventory.ts';
import type { CheckDefinition, Judging } from './check.ts';
import type { Reach } from './reach.ts';
import { isEntry, type Subject } from './subject.ts';

/** Thrown where a check asks for what the pass did not work out: it then says nothing. */
export const notInPass = new Error('a lighter pass does not tell this');

/** What a check may be asked in a pass, and what it may look at. */
export interface PassLimits {
  /** Whether what the check rests on was left to full scans. */
  leavesOut(check: Pick<CheckDefinition, 'judges' | 'needs'>, subject: Subject): boolean;
  /** The judging as a check may see it. */
  seal(judging: Judging): Judging;
  isNotInPass(error: unknown): boolean;
}

const everything: PassLimits = {
  leavesOut: () => false,
  seal: (judging) => judging,
  isNotInPass: () => false,
};

/**
 * The limits of a lighter pass: a check is left to full scans where it needs a kind the pass does not read in
 * full, and where it asks for the reach, which no lighter pass can tell. Without a pass, nothing is left out.
 */
export function limitsOfPass({ inventory }: InventoryIndex): PassLimits {
  if (inventory.pass === undefined) return everything;
  const kinds = kindsLeftOut(inventory.scope);
  return {
    leavesOut: ({ judges, needs }, subject) => {
      const left = kinds(isEntry(subject) ? null : subject.provider);
      const needed = needs.map((need) => (typeof need === 'string' ? need : need.kind));
      return needed.some((kind) => kind !== judges && left.has(kind));
    },
    seal: sealed,
    isNotInPass: (error) => error === notInPass,
  };
}

function kindsLeftOut(scope: readonly ScopeEntry[]): (provider: string | null) => ReadonlySet<AssetKind> {
  const of = (entries: readonly ScopeEntry[]) =>
    new Set(entries.flatMap(({ leftOut }) => leftOut?.kinds ?? []));
  const byProvider = new Map(
    [...Map.groupBy(scope, ({ provider }) => provider)].map(([name, own]) => [name, of(own)]),
  );
  const all = of(scope);
  return (provider) => (provider === null ? all : (byProvider.get(provider) ?? all));
}

const refuse = (): never => {
  throw notInPass;
};

const unreachable: Reach = {
  ofCredential: refuse,
  view: refuse,
  onStore: refuse,
  hitsOn: refuse,
  whose: refuse,
  steps: refuse,
  members: refuse,
};

function sealed(judging: Judging): Judging {
  return {
    ...judging,
    reach: unreachable,
    get radius(): never {
      return refuse();
    },
  };
}
