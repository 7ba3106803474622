import type { Access, Decision, Identity } from '../model/access.ts';
import type { Plan } from '../model/blast-radius.ts';
import { type Actor, isHidden } from './answers.ts';
import type { Refusal } from './denials.ts';
import { type Judgement, judge } from './judge.ts';
import type { Kin, Kinships } from './kin.ts';
import type { Layout } from './layout.ts';
import { planOf } from './plan.ts';
import type { Routes } from './routes.ts';
import { isDestroying } from './workbench.ts';

/** The judgement of some identities on a group of stores, with its plans written out. */
export interface Outcome {
  readonly judgement: Judgement;
  readonly case: Case;
  readonly plan: Plan | null;
  readonly second: Plan | null;
}

/** What a judgement was made from, so that it can be made again with a control in place. */
export interface Case {
  readonly layout: Layout;
  readonly routes: Routes;
  readonly actors: readonly Actor[];
}

export interface Evaluator {
  /** Judges a set of identities on every group of stores it could have anything to do with. */
  readonly judge: (identities: readonly Identity[]) => ReadonlyMap<Kin, Outcome>;
  /** Groups of stores with anything in the scopes of a set of identities. */
  readonly inReach: (identities: readonly Identity[]) => Iterable<Kin>;
  /** Judges actors on one group, as `judge` does, whatever they were told. */
  readonly rejudge: (kin: Kin, actors: readonly Actor[]) => Judgement;
  /** Destroying calls that were refused to identities judged before; with groups, those on them. */
  readonly refusals: (identities: readonly Identity[], kins?: readonly Kin[]) => readonly Refusal[];
}

export interface Evaluating {
  readonly access: Access;
  readonly kinships: Kinships;
  readonly nameOf: (id: string) => string;
  readonly horizonHours: number;
}

/** Remembers decisions, judgements and plans by what they depend on, so that equal questions are asked once. */
export function evaluator(evaluating: Evaluating): Evaluator {
  const asked = asker(evaluating);
  const codes = interner<Decision>(({ decision, confidence, holdsOnlyIf, unread }) =>
    JSON.stringify([decision, confidence, holdsOnlyIf, unread]),
  );
  const texts = interner<Decision>((decision) => JSON.stringify(decision));
  const judgements = new Map<string, Judgement>();
  const outcomes = new Map<string, Outcome | null>();
  const judged = (kin: Kin, roles: string, actors: readonly Actor[]): Judgement => {
    const code = `${kin.layoutNumber}|${roles}|${vector(actors, codes)}`;
    const known = judgements.get(code) ?? judge(kin.layout, kin.routes, actors, evaluating.horizonHours);
    judgements.set(code, known);
    return known;
  };
  return {
    judge: (identities) => {
      const roles = rolesOf(identities);
      const names = identities.map(({ steps, principal }) => (steps.length === 0 ? '' : principal)).join(' ');
      const found = new Map<Kin, Outcome>();
      for (const kin of reachable(evaluating, identities)) {
        const bare = identities.map((identity) => ({ identity, decisions: asked.ask(identity, kin, NONE) }));
        if (!bare.some(mayMatter)) continue;
        const opened = openedBy(bare, kin);
        const actors =
          opened.size === 0
            ? bare
            : identities.map((identity) => ({ identity, decisions: asked.ask(identity, kin, opened) }));
        const text = `${kin.layoutNumber}|${names}|${roles}|${vector(actors, texts)}`;
        const known = outcomes.get(text);
        const outcome =
          known === undefined ? outcomeOf(evaluating, kin, actors, judged(kin, roles, actors)) : known;
        outcomes.set(text, outcome);
        if (outcome !== null) found.set(kin, outcome);
      }
      return found;
    },
    inReach: (identities) => reachable(evaluating, identities),
    rejudge: (kin, actors) => judged(kin, rolesOf(actors.map(({ identity }) => identity)), actors),
    refusals: (identities, kins) => identities.flatMap((identity) => asked.refused(identity, kins)),
  };
}

/** null for a pair that is not worth saying. */
function outcomeOf(
  { nameOf }: Evaluating,
  { layout, routes }: Kin,
  actors: readonly Actor[],
  judgement: Judgement,
): Outcome | null {
  if (!isWorthSaying(judgement)) return null;
  const write = (solution: Judgement['plan']): Plan | null =>
    solution === null ? null : planOf(layout, routes, actors, solution, nameOf);
  const plan = write(judgement.plan);
  return { judgement, case: { layout, routes, actors }, plan, second: write(judgement.second) };
}

/** A pair is left out only where the credential has nothing to do with the store. */
function isWorthSaying({ verdict, possible, touches }: Judgement): boolean {
  return verdict !== 'no-reach' || possible !== null || touches;
}

function reachable({ access, kinships }: Evaluating, identities: readonly Identity[]): Iterable<Kin> {
  const scopes = identities.map((identity) =>
    identity.unread.length > 0 ? null : (access.scopes?.(identity) ?? null),
  );
  if (scopes.some((scope) => scope === null)) return kinships.all;
  const wanted = new Set(scopes.flatMap((scope) => scope ?? []));
  return new Set([...wanted].flatMap((scope) => kinships.inScope.get(scope) ?? []));
}

const NONE: ReadonlySet<number> = new Set();

/** Calls that take a policy out of the way which any of the actors may make: only then is it asked what they open. */
function openedBy(actors: readonly Actor[], { routes }: Kin): ReadonlySet<number> {
  const opening = new Set(routes.needs.flatMap(({ after }) => after ?? []));
  return new Set([...opening].filter((at) => actors.some((actor) => mayAnswer(actor, actor.decisions[at]))));
}

interface Asked {
  /** The answers to every need of a group; one behind a call that is not `opened` gets the answer to that call. */
  readonly ask: (identity: Identity, kin: Kin, opened: ReadonlySet<number>) => readonly Decision[];
  readonly refused: (identity: Identity, kins?: readonly Kin[]) => readonly Refusal[];
}

interface Question {
  readonly operation: string;
  readonly destroys: boolean;
}

/** Asks about every need of a group, each (identity, operation, kind of target) once. */
function asker({ access }: Evaluating): Asked {
  const byIdentity = new Map<string, Map<number, Decision>>();
  const numbers = new Map<string, number>();
  const asked: Question[] = [];
  const questions = new WeakMap<Kin, readonly number[]>();
  const numbered = ({ layout, routes, keys }: Kin): readonly number[] =>
    routes.needs.map(({ operation, target, row, policy }) => {
      const native = layout.targets[target]?.native;
      const number = numberOf(numbers, `${operation} ${native} ${keys[target]} ${policy ?? ''}`);
      asked[number] = { operation, destroys: row !== null && isDestroying(row) };
      return number;
    });
  return {
    ask: (identity, kin, opened) => {
      const known = byIdentity.get(identity.key) ?? new Map<number, Decision>();
      byIdentity.set(identity.key, known);
      const own = questions.get(kin) ?? numbered(kin);
      questions.set(kin, own);
      return own.map((_, wanted) => {
        const { after } = kin.routes.needs[wanted] ?? {};
        const at = after === undefined || opened.has(after) ? wanted : after;
        const question = own[at] ?? -1;
        const found = known.get(question) ?? ask(access, identity, kin, at);
        known.set(question, found);
        return found;
      });
    },
    refused: (identity, kins) =>
      refusedOf(
        asked,
        byIdentity.get(identity.key),
        kins?.map((kin) => questions.get(kin) ?? []),
      ),
  };
}

/** Each refused question once, of all that were asked or of those about some groups. */
function refusedOf(
  asked: readonly Question[],
  known: ReadonlyMap<number, Decision> | undefined,
  only: Iterable<readonly number[]> | undefined,
): readonly Refusal[] {
  const looked = new Set<number>();
  const found: Refusal[] = [];
  for (const questions of only ?? [known?.keys() ?? []]) {
    for (const question of questions) {
      if (looked.has(question)) continue;
      looked.add(question);
      const decision = known?.get(question);
      const { operation, destroys } = asked[question] ?? { operation: '', destroys: false };
      if (destroys && decision?.decision === 'denied') found.push({ operation, decision });
    }
  }
  return found;
}

function ask(access: Access, identity: Identity, { routes, asked }: Kin, at: number): Decision {
  const need = routes.needs[at];
  return access.decide(identity, need?.operation ?? '', asked[need?.target ?? -1] ?? '', need?.policy);
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

function mayMatter(actor: Actor): boolean {
  return actor.decisions.some((decision) => mayAnswer(actor, decision));
}

function mayAnswer({ identity }: Actor, decision: Decision | undefined): boolean {
  return decision !== undefined && (decision.decision !== 'denied' || isHidden(identity, decision));
}

function rolesOf(identities: readonly Identity[]): string {
  return identities.map(roleSignature).join('\n');
}

function roleSignature({ steps, holdsOnlyIf, unread, escalated }: Identity): string {
  return JSON.stringify([
    steps.map(({ operation, target }) => `${operation} ${target}`),
    holdsOnlyIf,
    unread,
    escalated,
  ]);
}

function vector(actors: readonly Actor[], intern: (decision: Decision) => number): string {
  return actors.map(({ decisions }) => decisions.map(intern).join(',')).join(';');
}

/** Numbers values by content; the same object is looked at once. */
function interner<T extends object>(contentOf: (value: T) => string): (value: T) => number {
  const byObject = new WeakMap<T, number>();
  const byContent = new Map<string, number>();
  return (value) => {
    const known = byObject.get(value);
    if (known !== undefined) return known;
    const content = contentOf(value);
    const number = byContent.get(content) ?? byContent.size;
    byContent.set(content, number);
    byObject.set(value, number);
    return number;
  };
}
