import type { CredentialShape } from '../model/baseline.ts';
import { type Change, listed } from './change.ts';
import type { Sides } from './sides.ts';
import type { Unread } from './unread.ts';

function subject(shape: CredentialShape): Parameters<Unread>[0] {
  return {
    id: null,
    kind: 'credential',
    provider: shape.provider,
    native: null,
    scope: shape.scope,
    region: null,
    holders: [shape.principal],
  };
}

const expiryOrder = ['always', 'some', 'never'] as const;
const mfaOrder = ['always', 'may', 'never'] as const;

const shapeText = ({ type, count, subject: who }: CredentialShape): string =>
  [count === null ? type : `${count} x ${type}`, ...(who === undefined ? [] : [`for ${who}`])].join(' ');

type Differs = Pick<Change, 'event' | 'before' | 'after' | 'why' | 'severity'>;

/** Whether a shape moved down an order; unknown is no move. */
function fell<T extends string>(order: readonly T[], before: string, after: string): boolean {
  const [was, is] = [order.indexOf(before as T), order.indexOf(after as T)];
  return was >= 0 && is > was;
}

function differences(was: CredentialShape, is: CredentialShape, isGone: boolean): readonly Differs[] {
  const found: Differs[] = [];
  const both = { before: shapeText(was), after: shapeText(is) };
  if (was.count !== null && is.count !== null && is.count > was.count) {
    found.push({
      ...both,
      event: 'credential-added',
      why: 'there are more of them than approved',
      severity: 'medium',
    });
  }
  if (was.count !== null && is.count !== null && is.count < was.count && isGone) {
    found.push({
      ...both,
      event: 'credential-removed',
      why: 'there are fewer of them than approved',
      severity: 'low',
    });
  }
  if (fell(expiryOrder, was.expires, is.expires)) {
    const why = 'one of them no longer ends by itself';
    found.push({
      event: 'credential-expiry-removed',
      before: `expires: ${was.expires}`,
      after: `expires: ${is.expires}`,
      why,
      severity: 'medium',
    });
  }
  if (fell(mfaOrder, was.mfa, is.mfa)) {
    const why = 'it can be used without a second factor';
    found.push({
      event: 'mfa-removed',
      before: `MFA: ${was.mfa}`,
      after: `MFA: ${is.mfa}`,
      why,
      severity: 'high',
    });
  }
  return found;
}

function change(shape: CredentialShape, differs: Differs, nameOf: (id: string) => string): Change {
  return {
    ...differs,
    asset: shape.principal,
    name: nameOf(shape.principal),
    detail: shape.subject === undefined ? shape.type : `${shape.type} ${shape.subject}`,
    touches: [shape.holder],
    wayBack: null,
  };
}

function added(shape: CredentialShape, sides: Sides): readonly Change[] {
  // It stands for what cannot be listed; the gap that it settles is the event.
  if (shape.type === 'unlistable' || sides.told.has(shape.principal)) return [];
  const hidden = sides.unreadThen(subject(shape));
  const had = sides.before.credentials.filter(({ principal }) => principal === shape.principal);
  const differs: Differs = {
    event: hidden === null ? 'credential-type-added' : 'credential-seen',
    before: had.length === 0 ? null : listed(had.map(shapeText)),
    after: shapeText(shape),
    why:
      hidden === null
        ? 'this way in was not approved'
        : `it may have been there unseen at approval: ${hidden}`,
    severity: 'medium',
  };
  return [change(shape, differs, sides.nameOf)];
}

function removed(shape: CredentialShape, sides: Sides): readonly Change[] {
  if (shape.type === 'unlistable' || sides.told.has(shape.principal)) return [];
  if (shape.count === null || sides.unreadNow(subject(shape)) !== null) return [];
  const why = 'nobody holds one any more';
  const differs: Differs = {
    event: 'credential-removed',
    before: shapeText(shape),
    after: null,
    why,
    severity: 'low',
  };
  return [change(shape, differs, sides.nameOf)];
}

/** What changed of the credentials, shape by shape: a type, a count, an expiry or a second factor. */
export function credentialChanges(sides: Sides): readonly Change[] {
  const was = new Map(sides.before.credentials.map((shape) => [shape.holder, shape]));
  const is = new Map(sides.after.credentials.map((shape) => [shape.holder, shape]));
  const changes: Change[] = [];
  for (const shape of is.values()) {
    const old = was.get(shape.holder);
    if (old === undefined) changes.push(...added(shape, sides));
    else {
      const fewer = (shape.count ?? 0) < (old.count ?? 0) && sides.unreadNow(subject(old)) === null;
      changes.push(...differences(old, shape, fewer).map((differs) => change(shape, differs, sides.nameOf)));
    }
  }
  for (const shape of was.values()) if (!is.has(shape.holder)) changes.push(...removed(shape, sides));
  return changes;
}
