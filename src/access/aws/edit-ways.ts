import { type Changes, carrying, denies } from './actor.ts';
import type { Edit } from './escalations.ts';
import { type CarriedPolicy, type Estate, type EstatePrincipal, testsTags } from './estate.ts';
import type { Context } from './request.ts';

/** A principal as somebody has changed it, and the ARN by which edits name it. */
export interface Edited {
  readonly principal: EstatePrincipal;
  readonly changes: Changes;
  /** With a wildcard for one that the caller makes and names itself. */
  readonly arn: string;
}

/** What one edit can be made on. `carries`: what the call says; `otherwise`: what it takes where that is denied. */
export interface Way {
  readonly on: string;
  readonly changes: Partial<Changes>;
  readonly carries?: Context;
  readonly otherwise?: string;
  readonly onlyIf?: string;
}

/** Everything that one edit can be made on, of one principal. */
export function waysOf(estate: Estate, { does, on, action }: Edit, edited: Edited): readonly Way[] {
  const { policies, boundary } = carrying(edited);
  const { administrator, joined } = edited.changes;
  const groups = [...edited.principal.groups, ...joined.map(({ arn }) => arn)];
  const places = on === 'group' ? groups : [edited.arn];
  const denying = policies.filter(denies);
  const at = (place: string, inline: boolean) =>
    denying.filter(
      ({ arn, group }) => (arn === null) === inline && group === (on === 'group' ? place : null),
    );
  const without = (...gone: readonly CarriedPolicy[]) => ({
    without: [...edited.changes.without, ...gone],
  });
  switch (does) {
    case 'put':
      return places.flatMap((place): readonly Way[] => {
        const over = at(place, true).map((one) => ({
          on: place,
          changes: { administrator: true, ...without(one) },
        }));
        return over.length > 0 || administrator ? over : [{ on: place, changes: { administrator: true } }];
      });
    case 'attach':
      return administrator ? [] : places.map((place) => attaching(place));
    case 'drop':
      return places.flatMap((place) => at(place, true).map((one) => ({ on: place, changes: without(one) })));
    case 'detach':
      return places.flatMap((place) =>
        at(place, false).map((one) => ({
          on: place,
          changes: without(one),
          carries: { 'iam:PolicyARN': one.arn ?? [] },
        })),
      );
    case 'leave':
      return groups.flatMap((place) => {
        const gone = policies.filter(({ group }) => group === place);
        return gone.some(denies) ? [{ on: place, changes: without(...gone) }] : [];
      });
    case 'unbind':
      return boundary === null ? [] : [unbinding(edited.arn, action.includes(':Put'))];
    case 'replace':
    case 'older':
      return on === 'boundary'
        ? rewritingBoundary(boundary, does)
        : rewriting(policies, administrator, does, without);
    case 'join':
      return administrator ? [] : joining(estate, edited);
    case 'retag':
      return edited.changes.tags !== 'own' || !testsTags(estate)
        ? []
        : [{ on: edited.arn, changes: { tags: 'open' } }];
  }
}

const everything = 'arn:aws:iam::aws:policy/AdministratorAccess';

function attaching(on: string): Way {
  return {
    on,
    changes: { administrator: true },
    carries: { 'iam:PolicyARN': everything },
    otherwise: 'a policy it may attach allows it',
  };
}

function unbinding(on: string, sets: boolean): Way {
  const changes = { unbounded: true };
  if (!sets) return { on, changes };
  return {
    on,
    changes,
    carries: { 'iam:PermissionsBoundary': everything },
    otherwise: 'a boundary it may set allows it',
  };
}

function isEditable(policy: CarriedPolicy | null): policy is CarriedPolicy & { readonly arn: string } {
  return policy !== null && policy.arn !== null && !policy.arn.includes(':iam::aws:');
}

/** What going back to another version takes beyond the call; null where none of them gives anything. */
function older({ policy, older: gives = 'unread' }: CarriedPolicy): Pick<Way, 'onlyIf'> | null {
  if (gives === 'nothing') return null;
  return gives === 'everything' ? {} : { onlyIf: `an older version of ${policy.name} allows it` };
}

function rewritingBoundary(boundary: CarriedPolicy | null, does: 'replace' | 'older'): readonly Way[] {
  if (!isEditable(boundary)) return [];
  const extra = does === 'older' ? older(boundary) : {};
  return extra === null ? [] : [{ on: boundary.arn, changes: { unbounded: true }, ...extra }];
}

function rewriting(
  policies: readonly CarriedPolicy[],
  administrator: boolean,
  does: 'replace' | 'older',
  without: (...gone: readonly CarriedPolicy[]) => Partial<Changes>,
): readonly Way[] {
  const byArn = Map.groupBy(policies.filter(isEditable), ({ arn }) => arn);
  return [...byArn].flatMap(([on, same]) => {
    const gone = same.filter(denies);
    if (administrator && gone.length === 0) return [];
    const extra = does === 'older' && same[0] !== undefined ? older(same[0]) : {};
    return extra === null ? [] : [{ on, changes: { administrator: true, ...without(...gone) }, ...extra }];
  });
}

/** Into one group, and from there into a second: more together are not tried. */
function joining(estate: Estate, { principal, changes }: Edited): readonly Way[] {
  const isIn = new Set([...principal.groups, ...changes.joined.map(({ arn }) => arn)]);
  const others = (estate.groupsOf.get(principal.account) ?? []).filter(
    ({ arn, policies }) => !isIn.has(arn) && policies.length > 0,
  );
  if (changes.joined.length > 1) return [];
  return others.map((group) => ({
    on: group.arn,
    changes: { joined: [...changes.joined, group] },
  }));
}
