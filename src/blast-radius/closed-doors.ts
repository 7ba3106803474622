import type { Access, Identity } from '../model/access.ts';
import type { AssetOf } from '../model/asset.ts';
import type { StoppedBy } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import { isNearMiss } from './denials.ts';

type Policy = AssetOf<'policy'>;

const ASSUME = 'sts:AssumeRole';
const MOST_DOORS = 20;
const MULTI_FACTOR = /multifactorauth/i;

/** Roles that an identity may ask for and whose trust keeps it out: ways in that another sign-in would open. */
export type ClosedDoors = (identity: Identity) => readonly StoppedBy[];

/** Tries, for an identity, the roles whose trust names it or its account; at most twenty of them. */
export function closedDoors(index: InventoryIndex, access: Access): ClosedDoors {
  const trusts = index.ofKind('policy').filter(({ props }) => props.type === 'trust');
  const byScope = Map.groupBy(trusts, ({ scope }) => scope);
  const ofRole = new Map(trusts.flatMap((trust) => roleOf(trust).map((role) => [role, trust] as const)));
  return (identity) => {
    const scope = index.get(identity.principal)?.scope ?? '';
    const near = (byScope.get(scope) ?? []).filter((trust) => namesAccount(trust, scope)).flatMap(roleOf);
    const named = index.to(identity.principal, 'may-assume').map(({ id }) => id);
    return [...new Set([...named, ...near])]
      .filter((role) => role !== identity.principal)
      .slice(0, MOST_DOORS)
      .filter((role) => isNearMiss(access.decide(identity, ASSUME, role)))
      .map((role) => doorText(index, identity, role, ofRole.get(role)));
  };
}

function roleOf({ links }: Policy): readonly string[] {
  return links.filter(({ as }) => as === 'protects').map(({ to }) => to);
}

function namesAccount({ props }: Policy, scope: string): boolean {
  const text = JSON.stringify(props.document);
  return text.includes(`:${scope}:root"`) || text.includes(`"${scope}"`);
}

function doorText(
  index: InventoryIndex,
  { credential }: Identity,
  role: string,
  trust: Policy | undefined,
): StoppedBy {
  const name = index.get(role)?.name ?? role;
  const holder = index.get(credential);
  const keys = trust === undefined ? [] : conditionKeys(trust.props.document);
  const never = holder?.kind === 'credential' && holder.props.mfa === 'never';
  const lacks = never && keys.some((key) => MULTI_FACTOR.test(key));
  const asks = lacks ? `asks for MFA, which this ${typeOf(holder)} never carries` : 'keeps it out';
  return { control: `the trust of role ${name} ${asks}`, asset: role, until: null };
}

function typeOf({ props }: AssetOf<'credential'>): string {
  return props.type.replaceAll('-', ' ');
}

/** Keys that the allowing statements of a document compare. */
function conditionKeys(document: unknown): readonly string[] {
  const statements = isRecord(document) ? [document.Statement].flat() : [];
  return statements
    .filter((statement) => isRecord(statement) && statement.Effect === 'Allow')
    .flatMap((statement) =>
      isRecord(statement) && isRecord(statement.Condition) ? Object.values(statement.Condition) : [],
    )
    .flatMap((compared) => (isRecord(compared) ? Object.keys(compared) : []));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
