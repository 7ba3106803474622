import { type Case, layersOf, type Settle } from './judge.ts';
import { type Memo, placeOf } from './memo.ts';
import type { Layer, LayerStatements, Relevant } from './relevant.ts';
import { MAYBE, NO, YES } from './truth.ts';
import { conditions } from './wording.ts';

/** One line of why a decision came out as it did. */
export interface Because {
  readonly layer: Layer;
  /** Name of the policy; null where a layer as a whole failed to allow. */
  readonly policy: string | null;
  /** Sid, or `#0` for the first statement. */
  readonly statement: string | null;
  readonly effect: 'Allow' | 'Deny' | 'implicit-deny';
  readonly says: string;
}

const names: Readonly<Record<Layer, string>> = {
  provider: 'AWS',
  'service-control': 'service control policies',
  'resource-control': 'resource control policies',
  identity: 'identity policies',
  boundary: 'the permissions boundary',
  session: 'session policies',
  resource: 'the resource policy',
};

/** Why a settled case is allowed or denied. Lines once made are kept in `known` and shared. */
export function explain(
  one: Case,
  settle: Settle,
  isAllowed: boolean,
  action: string,
  known: Memo<readonly Because[]>,
): readonly Because[] {
  const layers = layersOf(one);
  const deciding = isAllowed ? allowing(layers, settle) : refusing(one, layers, settle);
  const path: unknown[] = [];
  for (const each of deciding)
    if ('statement' in each) path.push(each.statement);
    else {
      path.push(each.layer + each.level);
      for (const { statement } of each.allow) path.push(statement);
    }
  const place = placeOf(known, path);
  place.value ??= deciding.map((each) =>
    'statement' in each ? line(each, verbOf(each)) : implicit(each, action),
  );
  return place.value;
}

function verbOf({ statement }: Relevant): string {
  return statement.effect === 'Allow' ? 'allows it' : 'denies it';
}

function allowing(layers: readonly LayerStatements[], settle: Settle): readonly Relevant[] {
  const found: Relevant[] = [];
  for (const { allow, layer } of layers) {
    const certain =
      layer === 'resource-control' ? undefined : allow.find((relevant) => settle(relevant) === YES);
    if (certain !== undefined) found.push(certain);
  }
  return found;
}

function refusing(
  one: Case,
  layers: readonly LayerStatements[],
  settle: Settle,
): readonly (Relevant | LayerStatements)[] {
  const denies: Relevant[] = [];
  for (const { deny } of layers)
    for (const relevant of deny) if (settle(relevant) === YES) denies.push(relevant);
  return denies.length > 0 ? denies : missing(one, layers, settle);
}

const noResourcePolicy: LayerStatements = { layer: 'resource', level: -1, allow: [], deny: [] };

/** Layers that had to allow and do not. The resource policy has to only where the identity side can't do alone. */
function missing(one: Case, layers: readonly LayerStatements[], settle: Settle): readonly LayerStatements[] {
  const resourceMust = one.combination !== 'same-account';
  const needed = layers.filter(({ layer, allow }) => {
    if (layer === 'resource-control' || allow.some((relevant) => settle(relevant) !== NO)) return false;
    if (layer === 'resource') return resourceMust;
    return layer === 'service-control' || one.combination !== 'resource-only';
  });
  return one.resource === null && resourceMust ? [...needed, noResourcePolicy] : needed;
}

/** Why a case stays open: what may deny, what fails to allow, what allows or may. */
export function explainOpen(one: Case, settle: Settle, action: string): readonly Because[] {
  const layers = layersOf(one);
  const denies = layers.flatMap(({ deny }) => deny.filter((relevant) => settle(relevant) !== NO));
  const allows = layers
    .filter(({ layer }) => layer !== 'resource-control')
    .flatMap(({ allow }) => {
      const certain = allow.find((relevant) => settle(relevant) === YES);
      return certain === undefined ? allow.filter((relevant) => settle(relevant) === MAYBE) : [certain];
    });
  return [
    ...denies.map((relevant) => line(relevant, wordsFor(relevant, settle))),
    ...missing(one, layers, settle).map((layer) => implicit(layer, action)),
    ...allows.map((relevant) => line(relevant, wordsFor(relevant, settle))),
  ];
}

function wordsFor(relevant: Relevant, settle: Settle): string {
  return settle(relevant) === YES ? verbOf(relevant) : `${verbOf(relevant)} under its conditions`;
}

function line({ layer, statement }: Relevant, says: string): Because {
  return { layer, policy: statement.policy, statement: statement.id, effect: statement.effect, says };
}

const mostNamed = 3;

function implicit({ layer, level, allow }: LayerStatements, action: string): Because {
  const says =
    level < 0
      ? `no resource policy allows ${action}`
      : `no statement of ${placeIn(layer, level, action)} allows ${action} here${unmet(allow)}`;
  return { layer, policy: null, statement: null, effect: 'implicit-deny', says };
}

function placeIn(layer: Layer, level: number, action: string): string {
  if (layer === 'service-control') return `${names[layer]} at level ${level}`;
  if (layer === 'resource' && action.startsWith('sts:')) return 'the trust policy';
  return names[layer];
}

/** Statements that would allow it, were their conditions met. */
function unmet(allow: readonly Relevant[]): string {
  const told = allow
    .filter(({ statement }) => statement.tests.length > 0)
    .map(
      ({ statement: { policy, id, tests } }) =>
        `${policy}, statement ${id}, does only where ${conditions(tests)}`,
    );
  const more = told.length > mostNamed ? [`${told.length - mostNamed} more do under conditions`] : [];
  return told.length === 0 ? '' : ` (${[...told.slice(0, mostNamed), ...more].join('; ')})`;
}
