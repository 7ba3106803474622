import type { AssetOf } from '../model/asset.ts';
import type { CopyView, StoppedBy, StoreView } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import { ageInHours, type CopyWorth } from './copies.ts';
import type { Outcome } from './evaluate.ts';
import { type Judgement, VERDICTS } from './judge.ts';
import type { Kin } from './kin.ts';
import type { Shape } from './layout.ts';
import type { PlanBook } from './pairs.ts';
import type { DeclaredWorth, Shaping } from './shape.ts';
import { stoppedBy, worseOf } from './stopped-by.ts';

/** The worst that any one credential does to a group of stores. */
export interface Worst {
  readonly classId: string;
  readonly credential: string;
  readonly outcome: Outcome;
}

/** Keeps the worse of two, or the one found first. */
export function worseStill(a: Worst | undefined, b: Worst): Worst {
  return a === undefined || isWorse(b.outcome, a.outcome) ? b : a;
}

/** Whether one outcome is worse than another: the verdict first, certain before possible, then fewer calls. */
export function isWorse(one: Outcome, other: Outcome): boolean {
  const [left, right] = [marks(one), marks(other)];
  const differs = left.findIndex((mark, i) => mark !== right[i]);
  return differs >= 0 && (left[differs] ?? 0) < (right[differs] ?? 0);
}

function marks({ judgement, plan }: Outcome): readonly number[] {
  return [
    VERDICTS.indexOf(worseOf(judgement)),
    judgement.possible === null ? 0 : 1,
    plan?.calls ?? Number.MAX_SAFE_INTEGER,
  ];
}

export interface StoreViewing {
  readonly shaping: Shaping;
  readonly book: PlanBook;
  readonly worst: ReadonlyMap<Kin, Worst>;
  /** What keeps off those who come nearest to a group that nobody reaches. */
  readonly nearMisses: ReadonlyMap<Kin, readonly StoppedBy[]>;
}

/** Everything about one store: its worst credential, what stops that one, and what each copy is worth. */
export function storeView(viewing: StoreViewing, kin: Kin, shape: Shape): StoreView {
  const { index } = viewing.shaping;
  const store = index.get(shape.store);
  const worst = viewing.worst.get(kin);
  const isReached = isEnded(worst);
  return {
    store: shape.store,
    name: store?.name ?? shape.store,
    environments: store?.environments.map(({ name }) => name) ?? [],
    worst: isReached ? worstView(viewing, worst) : null,
    stoppedBy: isReached ? stoppedBy(worst.outcome, shape) : [NOBODY, ...(viewing.nearMisses.get(kin) ?? [])],
    copies: copiesOf(viewing.shaping, kin, shape, isReached ? worst.outcome.judgement : null),
  };
}

const NOBODY: StoppedBy = {
  control: 'no credential in the inventory reaches it',
  asset: null,
  until: null,
};

/** Whether a group's worst credential ends anything of it. */
export function isEnded(worst: Worst | undefined): worst is Worst {
  return worst !== undefined && worseOf(worst.outcome.judgement) !== 'no-reach';
}

function worstView({ book }: StoreViewing, { classId, credential, outcome }: Worst): StoreView['worst'] {
  const { judgement, plan } = outcome;
  const verdict = worseOf(judgement);
  return {
    credential,
    class: classId,
    verdict,
    possible: judgement.possible !== null,
    calls: plan?.calls ?? 0,
    plan: book.numberOf(plan),
    undoUntilHours: verdict === 'delayed-loss' ? (judgement.plan?.hours ?? null) : null,
  };
}

function copiesOf(
  shaping: Shaping,
  kin: Kin,
  shape: Shape,
  judgement: Judgement | null,
): readonly CopyView[] {
  const copyOf = copyFinder(shaping, shape.store);
  const views: CopyView[] = [];
  for (let i = 1; i < shape.items.length; i += 1) {
    const lapses = kin.layout.items[i]?.lapses === true;
    const isOut = judgement === null || judgement.survivors.includes(i);
    for (const asset of shape.items[i] ?? []) {
      const { kind, location, losesHours, worth } = copyOf(asset);
      const why = worth.counts ? whyCounted(lapses, isOut, worth) : worth.why;
      const counts = worth.counts && !lapses && isOut;
      views.push({ asset, kind, location, losesHours, until: worth.until, counts, why });
    }
  }
  return views;
}

interface Copy extends DeclaredWorth {
  readonly kind: string;
}

/** Looks up the copies of one store, declared ones included. */
function copyFinder(shaping: Shaping, store: string): (id: string) => Copy {
  const declared = new Map(
    (shaping.declared.get(store) ?? []).map((copy) => [`declared:${copy.location}`, copy]),
  );
  const backups = new Map(shaping.index.from(store, 'copy-of').map((backup) => [backup.id, backup]));
  return (id) => {
    const given = declared.get(id);
    if (given !== undefined) return { ...given, kind: 'declared' };
    const backup = backups.get(id);
    if (backup?.kind !== 'backup') throw new Error(`${id} was a backup when stores were grouped`);
    const losesHours = ageInHours(backup.createdAt, shaping.now);
    return {
      kind: backup.props.type,
      location: locationOf(backup),
      losesHours,
      worth: shaping.worth(backup),
    };
  };
}

function whyCounted(lapses: boolean, isOut: boolean, { untilUnread }: CopyWorth): string {
  if (lapses && untilUnread === true) return 'when it ends by itself could not be read';
  if (lapses) return 'it ends by itself within the survivor horizon';
  return isOut ? 'out of reach and lasting' : 'the same credential can end it';
}

function locationOf({ props }: AssetOf<'backup'>): string {
  const { provider, account, region, vault } = props.location;
  return [provider, account, region, vault].filter((part) => part !== null && part !== '').join(' ');
}

/** Ids of the stores below each container, environment included. */
export function storesBelow(index: InventoryIndex): ReadonlyMap<string, number> {
  const below = new Map<string, number>();
  for (const { id } of index.ofKind('store')) {
    const seen = new Set([id]);
    for (const at of seen) for (const parent of index.from(at, 'contains')) seen.add(parent.id);
    for (const at of seen) below.set(at, (below.get(at) ?? 0) + 1);
  }
  return below;
}
