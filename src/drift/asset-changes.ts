import type { ApprovedAsset, ApprovedGuard, ApprovedStatement } from '../model/baseline.ts';
import { type Change, highestTier, inTier, listed } from './change.ts';
import { factChanges } from './facts.ts';
import { type LinkGone, linkChanges } from './links.ts';

const guardText = ({ type, clearedBy, until }: ApprovedGuard): string =>
  [
    type,
    clearedBy.length === 0 ? 'cleared by nothing' : `cleared by ${listed(clearedBy)}`,
    ...(until === null ? [] : [`until ${until}`]),
  ].join(', ');

function base(asset: ApprovedAsset): Pick<Change, 'asset' | 'name' | 'touches' | 'wayBack'> {
  return { asset: asset.id, name: asset.name, touches: [asset.id], wayBack: null };
}

/** Guards of one type on both sides count as changed; a missing one is only gone where nothing hides it. */
function guardChanges(before: ApprovedAsset, after: ApprovedAsset, complete: boolean): readonly Change[] {
  const types = new Set([...before.guards, ...after.guards].map(({ type }) => type));
  return [...types].flatMap((type): readonly Change[] => {
    const was = before.guards.filter((guard) => guard.type === type).map(guardText);
    const is = after.guards.filter((guard) => guard.type === type).map(guardText);
    if (was.join() === is.join() || (is.length === 0 && !complete)) return [];
    const tier = highestTier(after.environments);
    const [event, severity, why] =
      is.length === 0
        ? (['guard-removed', inTier('high', tier), 'it no longer stands in the way of a deletion'] as const)
        : was.length === 0
          ? (['guard-added', 'low', 'one more thing stands in the way'] as const)
          : ([
              'guard-changed',
              inTier('medium', tier),
              'who may clear it, or until when it holds, changed',
            ] as const);
    const both = {
      before: was.length === 0 ? null : listed(was),
      after: is.length === 0 ? null : listed(is),
    };
    return [{ ...base(after), event, detail: type, ...both, why, severity }];
  });
}

/** A statement as a person reads it. */
export function statementText(statement: ApprovedStatement): string {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  return [
    Effect,
    ...(Principal === undefined ? [] : [`to ${listed(Principal)}`]),
    ...(NotPrincipal === undefined ? [] : [`to all but ${listed(NotPrincipal)}`]),
    ...(Action === undefined ? [] : [listed(Action)]),
    ...(NotAction === undefined ? [] : [`all but ${listed(NotAction)}`]),
    ...(Resource === undefined ? [] : [`on ${listed(Resource)}`]),
    ...(NotResource === undefined ? [] : [`on all but ${listed(NotResource)}`]),
    ...(Condition === undefined ? [] : [`if ${JSON.stringify(Condition)}`]),
  ].join(' ');
}

function statementsLeft(from: ApprovedAsset, other: ApprovedAsset): string | null {
  const known = new Set((other.statements ?? []).map((statement) => JSON.stringify(statement)));
  const left = (from.statements ?? []).filter((statement) => !known.has(JSON.stringify(statement)));
  return left.length === 0 ? null : listed(left.map(statementText));
}

/** Policies that AWS writes itself change without anybody here deciding it. */
const writtenByProvider = (id: string): boolean => id.startsWith('arn:aws:iam::aws:');

function policyChanges(before: ApprovedAsset, after: ApprovedAsset): readonly Change[] {
  if (before.digest === after.digest || before.digest === undefined) return [];
  return [
    {
      ...base(after),
      event: 'policy-changed',
      before: statementsLeft(before, after),
      after: statementsLeft(after, before),
      why: 'what it grants or denies is not what was approved',
      severity: 'medium',
      onlyIfWorse: writtenByProvider(after.id),
    },
  ];
}

const environmentText = (asset: ApprovedAsset): string =>
  asset.environments.map(({ name, tier }) => `${name} (${tier})`).join(', ') || 'no environment';

/** An environment left out is only gone where nothing of the asset is unread. */
function environmentChanges(
  before: ApprovedAsset,
  after: ApprovedAsset,
  complete: boolean,
): readonly Change[] {
  const [was, is] = [environmentText(before), environmentText(after)];
  const names = new Set(before.environments.map(({ name }) => name));
  const gained = after.environments.some(({ name }) => !names.has(name));
  const retiered = highestTier(before.environments) !== highestTier(after.environments);
  if (was === is || (!gained && !complete)) return [];
  return [
    {
      ...base(after),
      event: retiered ? 'tier-changed' : 'environment-changed',
      before: was,
      after: is,
      why: retiered ? 'it is judged by another tier now' : 'it belongs to other environments now',
      severity: retiered ? 'high' : 'low',
    },
  ];
}

/** Places where both a new holder came and an old one went: it was moved. */
function placeChanges(before: ApprovedAsset, after: ApprovedAsset, complete: boolean): readonly Change[] {
  const gained = after.within.filter((id) => !before.within.includes(id));
  const lost = before.within.filter((id) => !after.within.includes(id));
  if (gained.length === 0 && (lost.length === 0 || !complete)) return [];
  return [
    {
      ...base(after),
      event: 'moved',
      before: before.within.length === 0 ? null : listed(before.within),
      after: after.within.length === 0 ? null : listed(after.within),
      why: 'what ends its place ends it too, and that place is another one',
      severity: inTier('medium', highestTier(after.environments)),
    },
  ];
}

/** A caller that sees less reads an id where the name stood: no rename. */
function nameChanges(before: ApprovedAsset, after: ApprovedAsset, complete: boolean): readonly Change[] {
  if (before.name === after.name || !complete) return [];
  return [
    {
      ...base(after),
      event: 'renamed',
      before: before.name,
      after: after.name,
      why: 'same id, new name',
      severity: 'low',
    },
  ];
}

/** Whether what is missing of an asset is gone. */
export interface Completeness {
  /** Nothing of it is unread now, nor of what it lies in. */
  readonly whole: boolean;
  /** Nothing of it is unread now, whatever it lies in. */
  readonly itself: boolean;
}

/** What changed of an asset that is there before and after. */
export function assetChanges(
  before: ApprovedAsset,
  after: ApprovedAsset,
  { whole: complete, itself }: Completeness,
  gone: LinkGone,
): readonly Change[] {
  const links = linkChanges(before, after, gone);
  // The environments of a container or a vault follow what it holds, those of a workload what it uses.
  const holds = after.kind === 'container' || after.kind === 'vault';
  const followed = holds || links.some(({ event }) => event.startsWith('attachment-'));
  return [
    ...nameChanges(before, after, complete),
    ...factChanges(before, after, complete),
    ...guardChanges(before, after, itself),
    ...policyChanges(before, after),
    ...(followed ? [] : environmentChanges(before, after, complete)),
    ...placeChanges(before, after, complete),
    ...links,
  ];
}
