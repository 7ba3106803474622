import { type Actor, type ActorStep, type Changes, carrying, isDenied, onlyIf, stepOf } from './actor.ts';
import { type Edited, type Way, waysOf } from './edit-ways.ts';
import { edits } from './escalations.ts';
import type { Estate } from './estate.ts';
import { withMfa } from './own-mfa.ts';
import { withTags } from './own-tags.ts';
import type { Context } from './request.ts';
import { become } from './role-chains.ts';

export interface EditDone {
  readonly changes: Changes;
  readonly step: ActorStep;
}

/** Everything an actor can make of a principal by one call. */
export function editsBy(estate: Estate, actor: Actor, edited: Edited): readonly EditDone[] {
  const kind = edited.arn.includes(':user/') ? 'user' : 'role';
  return edits
    .filter(({ of }) => of === 'any' || of === kind)
    .filter(({ action }) => carrying(actor).own.plan(action).identity.length > 0 || isRoot(actor))
    .flatMap((edit) =>
      waysOf(estate, edit, edited).flatMap((way) => {
        const step = stepFor(actor, edit.action, way, edited);
        if (isDenied(step)) return [];
        return [{ step, changes: { ...edited.changes, ...way.changes } }];
      }),
    );
}

function isRoot({ principal }: Actor): boolean {
  return principal.arn.endsWith(':root');
}

/** An actor that edits itself. */
export function becomingItself(estate: Estate, actor: Actor): readonly Actor[] {
  const { principal, changes, context } = actor;
  const done = editsBy(estate, actor, { principal, changes, arn: principal.arn });
  return [
    ...done.map(({ step, changes: next }) =>
      become(actor, { principal, changes: next, context, steps: [step], escalated: true }),
    ),
    ...withMfa(estate, actor),
    ...withTags(estate, actor),
  ];
}

function stepFor(actor: Actor, action: string, way: Way, { principal, changes }: Edited): ActorStep {
  const bound = carrying({ principal, changes }).boundary?.arn;
  const about: Context = { 'iam:PermissionsBoundary': bound ?? [] };
  const step = stepOf(actor, action, way.on, { ...about, ...way.carries });
  if (way.onlyIf !== undefined) return onlyIf(step, way.onlyIf);
  if (way.otherwise === undefined || !isDenied(step)) return step;
  const { 'iam:PolicyARN': _, 'iam:PermissionsBoundary': bounded, ...rest } = { ...about, ...way.carries };
  const loose = way.carries?.['iam:PolicyARN'] === undefined ? rest : { ...rest, ...about };
  return onlyIf(stepOf(actor, action, way.on, loose), way.otherwise);
}
