import {
  type Actor,
  type ActorStep,
  type Changes,
  changesKey,
  isSovereign,
  mayAtAll,
  unchanged,
} from './actor.ts';
import type { Edited } from './edit-ways.ts';
import { editsBy } from './edits.ts';
import { type Entry, entriesTo, type WaysIn, waysFor } from './entries.ts';
import { edits } from './escalations.ts';
import type { Estate, EstatePrincipal } from './estate.ts';
import { become } from './role-chains.ts';

/** Most edits one caller makes on somebody else before becoming it. */
const mostEdits = 3;

/** Other principals an actor can get into, as they are or after editing them. */
export function becomingOthers(estate: Estate, actor: Actor): readonly Actor[] {
  const editing = edits.some(({ action }) => mayAtAll(actor, action));
  const ways = waysFor(estate, actor);
  if (ways === null && !editing) return [];
  return candidates(estate, actor, ways, editing).flatMap((principal) =>
    becomingOther(estate, actor, principal, { ways, editing }),
  );
}

function candidates(
  estate: Estate,
  actor: Actor,
  ways: WaysIn | null,
  editing: boolean,
): readonly EstatePrincipal[] {
  const { principal } = actor;
  const inReach = isSovereign(actor) ? estate.namedAbroad : estate.byAccount;
  return (inReach.get(principal.account) ?? []).filter(
    (other) =>
      other !== principal && !/:role\/aws-|:root$/.test(other.arn) && (editing || ways?.into(other) === true),
  );
}

function becomingOther(
  estate: Estate,
  actor: Actor,
  principal: EstatePrincipal,
  { ways, editing }: { readonly ways: WaysIn | null; readonly editing: boolean },
): readonly Actor[] {
  const entries = entriesTo(estate, actor, principal, ways);
  if (entries.length === 0) return [];
  const versions = editing
    ? editedBy(estate, actor, { principal, changes: unchanged, arn: principal.arn })
    : [asItIs];
  return versions.flatMap((version) =>
    entries
      .filter((entry) => entry.escalated || version.steps.length > 0)
      .map((entry) => entering(actor, principal, version, entry)),
  );
}

export interface Version {
  readonly changes: Changes;
  readonly steps: readonly ActorStep[];
}

const asItIs: Version = { changes: unchanged, steps: [] };

/** A principal as it is, and as an actor can change it by a few calls. */
export function editedBy(estate: Estate, actor: Actor, start: Edited): readonly Version[] {
  const found = new Map<string, Version>([[changesKey(start.changes), asItIs]]);
  let frontier: readonly Version[] = [asItIs];
  for (let made = 0; made < mostEdits && frontier.length > 0; made++) {
    const next: Version[] = [];
    for (const { changes, steps } of frontier)
      for (const done of editsBy(estate, actor, { ...start, changes })) {
        const key = changesKey(done.changes);
        if (found.has(key)) continue;
        const version = { changes: done.changes, steps: [...steps, done.step] };
        found.set(key, version);
        next.push(version);
      }
    frontier = next;
  }
  return [...found.values()];
}

export function entering(actor: Actor, principal: EstatePrincipal, version: Version, entry: Entry): Actor {
  return become(actor, {
    principal,
    changes:
      entry.tags === undefined || entry.tags === 'own'
        ? version.changes
        : { ...version.changes, tags: entry.tags },
    steps: [...version.steps, ...entry.steps],
    escalated: true,
    ...(entry.context === undefined ? {} : { context: entry.context }),
  });
}
