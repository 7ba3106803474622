import type { Access } from '../model/access.ts';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Operation } from '../model/operation.ts';
import { type ClassOfCredentials, classesOf } from './classes.ts';
import { closedDoors } from './closed-doors.ts';
import { controlViews, type Weighed } from './controls.ts';
import { agentView, credentialsOf, credentialView, isApart } from './credential-views.ts';
import { type Evaluator, evaluator } from './evaluate.ts';
import { type Kin, kinshipsOf, shapingOf } from './kin.ts';
import { type PlanBook, pairsOf, planBook } from './pairs.ts';
import { classStops, type Judged, nearMisses } from './refused.ts';
import { isEnded, storeView, type Worst, worseStill } from './store-views.ts';
import { tallyOf } from './tally.ts';
import { tenantViews } from './tenant.ts';

export interface BlastRadiusInput {
  readonly index: InventoryIndex;
  readonly access: Access;
  /** The rows of the catalogue that are true on the day judged. */
  readonly operations: readonly Operation[];
  readonly now: Date;
}

/** For every credential and every store: what it could end, in how many calls, and what would stop it. */
export function blastRadius({ index, access, operations, now }: BlastRadiusInput): BlastRadius {
  const shaping = shapingOf(index, access, now);
  const kinships = kinshipsOf(index, access, operations, shaping);
  const { horizonHours } = shaping;
  const nameOf = (id: string): string => index.get(id)?.name ?? id;
  const evaluate = evaluator({ access, kinships, nameOf, horizonHours });
  const classes = classesOf(index, access, now);
  const judged = classes.map((group) => ({ group, outcomes: evaluate.judge(group.identities) }));
  const book = planBook();
  const pairs = judged.flatMap(({ group, outcomes }) => pairsOf(group.id, outcomes, book, now));
  const worst = worstByKin(index, judged);
  const unreached = new Set(kinships.all.filter((kin) => !isEnded(worst.get(kin))));
  const viewing = { shaping, book, worst, nearMisses: nearMisses(judged, evaluate, unreached) };
  const stores = kinships.all.flatMap((kin) => kin.shapes.map((shape) => storeView(viewing, kin, shape)));
  const doors = closedDoors(index, access);
  const agents = agentViews(index, classes, evaluate, book);
  return {
    classes: judged.map((one) => {
      const { id, members, via } = one.group;
      return { id, members, via, stoppedBy: classStops(one, evaluate, doors) };
    }),
    plans: book.all(),
    pairs,
    stores: stores.sort((a, b) => (a.store < b.store ? -1 : 1)),
    credentials: credentialViews(index, judged),
    agents,
    controls: controlViews(weighed(index, judged), { index, operations, evaluate, horizonHours }),
    tenant: tenantViews(index, access, operations, classes),
  };
}

function worstByKin(index: InventoryIndex, judged: readonly Judged[]): ReadonlyMap<Kin, Worst> {
  const worst = new Map<Kin, Worst>();
  for (const { group, outcomes } of judged) {
    const credential = group.members.find((id) => isRanked(index, id));
    if (credential === undefined) continue;
    for (const [kin, outcome] of outcomes) {
      worst.set(kin, worseStill(worst.get(kin), { classId: group.id, credential, outcome }));
    }
  }
  return worst;
}

function credentialViews(index: InventoryIndex, judged: readonly Judged[]): BlastRadius['credentials'] {
  const byId = new Map(
    judged.flatMap(({ group, outcomes }) => {
      const tally = tallyOf(outcomes);
      return group.members.map((id) => [id, { classId: group.id, tally }] as const);
    }),
  );
  return index.ofKind('credential').flatMap((credential) => {
    const found = byId.get(credential.id);
    return found === undefined ? [] : [credentialView(index, credential, found.classId, found.tally)];
  });
}

/** Pairs that count: break-glass identities and root passwords aside. */
function weighed(index: InventoryIndex, judged: readonly Judged[]): readonly Weighed[] {
  return judged.flatMap(({ group, outcomes }) => {
    const credentials = group.members.filter((id) => isRanked(index, id));
    return [...outcomes].map(([kin, outcome]) => ({ classId: group.id, credentials, kin, outcome }));
  });
}

function isRanked(index: InventoryIndex, id: string): boolean {
  const asset = index.get(id);
  return asset?.kind === 'credential' && !isApart(index, asset);
}

/** An agent is one actor: the union of what its credentials reach, plans that need several included. */
function agentViews(
  index: InventoryIndex,
  classes: readonly ClassOfCredentials[],
  evaluate: Evaluator,
  book: PlanBook,
): BlastRadius['agents'] {
  const identitiesOf = new Map(classes.flatMap((group) => group.members.map((id) => [id, group.identities])));
  return index.inventory.settings.agents.map((agent) => {
    const credentials = credentialsOf(index, agent);
    const identities = credentials.flatMap((id) => identitiesOf.get(id) ?? []);
    return agentView(index, agent, credentials, { outcomes: evaluate.judge(identities), book });
  });
}
