import type { Asset, AssetKind, AssetOf, EnvironmentRef } from '../model/asset.ts';
import type { Baseline } from '../model/baseline.ts';
import type { DriftEvent } from '../model/drift.ts';
import type { Agent, DeclaredCopy, Settings } from '../model/inventory.ts';
import type { CheckContext } from './check.ts';

/** How the baseline in use came to be approved, as its chain tells. */
export interface Approval {
  readonly version: number;
  readonly approvedAt: string;
  readonly expires: string | null;
  readonly approvers: readonly string[];
  /** Names whose signature under this version holds. */
  readonly signedBy: readonly string[];
  /** How many signatures its signing rule asks for; 0: none. */
  readonly signaturesAsked: number;
}

/** The baseline in use: what was approved, and how. */
export interface ApprovedState {
  readonly name: string;
  readonly baseline: Baseline;
  readonly approval: Approval;
}

/** What can be judged besides assets: entries of the configuration, events, the baseline itself. */
interface EntryByKind {
  readonly 'declared-copy': DeclaredCopy;
  readonly agent: Agent;
  readonly 'drift-event': DriftEvent;
  readonly baseline: ApprovedState;
  /** There is always one. */
  readonly configuration: Settings;
}

export type EntryKind = keyof EntryByKind;

/** Something no provider lists, in the shape that findings speak of. `provider` is `firebreak`. */
export interface EntryOf<K extends EntryKind> {
  readonly id: string;
  readonly kind: K;
  readonly provider: 'firebreak';
  readonly name: string;
  readonly scope: '';
  readonly region: null;
  readonly environments: readonly EnvironmentRef[];
  readonly entry: EntryByKind[K];
}

export type Entry = { [K in EntryKind]: EntryOf<K> }[EntryKind];
export type Subject = Asset | Entry;
export type SubjectKind = AssetKind | EntryKind;

/** What a check of kind `K` is handed. */
export type SubjectOf<K extends SubjectKind> = K extends AssetKind
  ? AssetOf<K>
  : K extends EntryKind
    ? EntryOf<K>
    : never;

export function isEntry(subject: Subject): subject is Entry {
  return 'entry' in subject;
}

function entry<K extends EntryKind>(kind: K, id: string, name: string, value: EntryByKind[K]): EntryOf<K> {
  return { id, kind, provider: 'firebreak', name, scope: '', region: null, environments: [], entry: value };
}

/** Everything of one kind there is to judge. */
export function subjectsOf(kind: SubjectKind, { index, drift, approved }: CheckContext): readonly Subject[] {
  const { agents, copies } = index.inventory.settings;
  switch (kind) {
    case 'agent':
      return agents.map((agent) => entry(kind, `agent ${agent.name}`, agent.name, agent));
    case 'declared-copy':
      return copies.map((copy) =>
        entry(kind, `declared:${copy.location} of ${copy.of}`, copy.location, copy),
      );
    case 'drift-event':
      return drift.map((event) => entry(kind, event.fingerprint, event.name, event));
    case 'baseline':
      return approved === undefined
        ? []
        : [entry(kind, `baseline:${approved.name}`, approved.name, approved)];
    case 'configuration':
      return [entry(kind, 'configuration', index.inventory.settings.name, index.inventory.settings)];
    default:
      // Each of them is an asset of that one kind, which the type of a union of kinds can't say.
      return index.ofKind(kind) as readonly Asset[];
  }
}
