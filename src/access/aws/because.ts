import { type Case, layersOf, type Settle } from './judge.ts';
import type { Layer, LayerStatements, Relevant } from './relevant.ts';
import type { Question } from './request.ts';
import { MAYBE, NO, YES } from './truth.ts';

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

/** Why a case comes out as it does: a Deny first, then layers that fail to allow, then what allows. */
export function explain(one: Case, settle: Settle, question: Question): readonly Because[] {
  const layers = layersOf(one);
  const denies = layers.flatMap((layer) => layer.deny.filter((relevant) => settle(relevant) === YES));
  if (denies.length > 0) return denies.map((relevant) => line(relevant, 'denies it'));
  const maybeDenies = layers.flatMap((layer) => layer.deny.filter((relevant) => settle(relevant) === MAYBE));
  const grants = layers.filter((layer) => layer.layer !== 'resource-control');
  return [
    ...maybeDenies.map((relevant) => line(relevant, 'denies it under its conditions')),
    ...missing(one, grants, settle, question),
    ...grants.flatMap((layer) => firstAllow(layer, settle)),
  ];
}

function line({ layer, statement }: Relevant, says: string): Because {
  return { layer, policy: statement.policy, statement: statement.id, effect: statement.effect, says };
}

function firstAllow(layer: LayerStatements, settle: Settle): readonly Because[] {
  const certain = layer.allow.find((relevant) => settle(relevant) === YES);
  if (certain !== undefined) return [line(certain, 'allows it')];
  return layer.allow
    .filter((relevant) => settle(relevant) === MAYBE)
    .map((relevant) => line(relevant, 'allows it under its conditions'));
}

/** Layers that had to allow and do not. The resource policy has to only where the identity side can't do alone. */
function missing(
  one: Case,
  layers: readonly LayerStatements[],
  settle: Settle,
  question: Question,
): readonly Because[] {
  const failed = layers.filter((layer) => layer.allow.every((relevant) => settle(relevant) === NO));
  const resourceMust = one.combination !== 'same-account';
  const identityMust = one.combination === 'cross-account' || !grantsItself(one, settle);
  const needed = failed.filter(({ layer }) => {
    if (layer === 'resource') return resourceMust;
    return layer === 'service-control' || (one.combination !== 'resource-only' && identityMust);
  });
  const lines = needed.map((layer) => implicit(layer.layer, nameOf(layer), question));
  return one.resource === null && resourceMust
    ? [...lines, implicit('resource', 'no resource policy', question)]
    : lines;
}

function grantsItself(one: Case, settle: Settle): boolean {
  return (
    one.resource?.allow.some((relevant) => relevant.grant === 'direct' && settle(relevant) === YES) === true
  );
}

function nameOf({ layer, level }: LayerStatements): string {
  return layer === 'service-control' ? `${names[layer]} at level ${level}` : names[layer];
}

function implicit(layer: Layer, name: string, question: Question): Because {
  const says = `no statement of ${name} allows ${question.action} on this resource`;
  return {
    layer,
    policy: null,
    statement: null,
    effect: 'implicit-deny',
    says: says.replace('of no resource', 'of any resource'),
  };
}
