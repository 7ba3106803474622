import type { Access, Decision, Identity } from '../../src/model/access.ts';
import type { InventoryIndex } from '../../src/model/inventory.ts';

/** What one identity may do, each line as `operation target`, where `*` stands for anything. */
export interface Script {
  /** Roles assumed on the way, by id. */
  readonly through?: readonly string[];
  readonly may?: readonly string[];
  /** Allowed if a condition is met. */
  readonly mayIf?: Readonly<Record<string, readonly string[]>>;
  /** Allowed as far as is known, on an unverified rule. */
  readonly perhaps?: readonly string[];
  /** Denied, but something unread could widen it: gap to lines. */
  readonly hidden?: Readonly<Record<string, readonly string[]>>;
  readonly unread?: readonly string[];
  readonly escalated?: boolean;
}

/** Access as a test says it, for worlds whose point is the plan and not the policy. */
export function scripted(
  scripts: Readonly<Record<string, readonly Script[]>>,
): (index: InventoryIndex) => Access {
  return () => ({
    identities: (credential) =>
      (scripts[credential] ?? []).map((script, i) => identityOf(credential, script, i)),
    decide: (identity, operation, target) => {
      const script = scripts[identity.credential]?.[Number(identity.key.split('#').at(-1))] ?? {};
      return decide(script, `${operation} ${target}`);
    },
  });
}

function identityOf(
  credential: string,
  { through = [], unread = [], escalated = false }: Script,
  i: number,
): Identity {
  return {
    key: `${credential}#${i}`,
    credential,
    principal: through.at(-1) ?? credential,
    steps: through.map((target) => ({ operation: 'sts:AssumeRole', target, because: [] })),
    escalated,
    holdsOnlyIf: [],
    unread,
  };
}

function decide({ may = [], mayIf = {}, perhaps = [], hidden = {} }: Script, call: string): Decision {
  const decision: Decision = {
    decision: 'denied',
    because: [],
    holdsOnlyIf: [],
    confidence: 'documented',
    unread: [],
  };
  const conditions = Object.keys(mayIf).filter((condition) => matchesAny(mayIf[condition] ?? [], call));
  const gaps = Object.keys(hidden).filter((one) => matchesAny(hidden[one] ?? [], call));
  if (matchesAny(may, call)) return { ...decision, decision: 'allowed' };
  if (conditions.length > 0)
    return { ...decision, decision: 'conditional', holdsOnlyIf: conditions, unread: gaps };
  if (matchesAny(perhaps, call)) return { ...decision, decision: 'conditional', confidence: 'unverified' };
  return { ...decision, unread: gaps };
}

function matchesAny(patterns: readonly string[], call: string): boolean {
  return patterns.some((pattern) => {
    const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${source.join('.*')}$`).test(call);
  });
}
