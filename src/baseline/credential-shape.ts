import type { AssetOf, CredentialType } from '../model/asset.ts';
import type { CredentialShape } from '../model/baseline.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Lasting } from './lasting.ts';
import { byText } from './order.ts';

type Credential = AssetOf<'credential'>;

/** People log in and out: how many sessions there are is no decision of anybody's. */
export const comesAndGoes: ReadonlySet<CredentialType> = new Set<CredentialType>([
  'browser-session',
  'cli-session',
]);

/** Who holds a credential: its principal, or itself where it has none. */
function principalOf(credential: Credential): string {
  const holders = credential.links.filter(({ as }) => as === 'held-by').map(({ to }) => to);
  return holders.sort(byText)[0] ?? credential.id;
}

/** The name of the shape a credential belongs to; null for those that come and go with an ephemeral environment. */
export function holderOf(credential: Credential, lasting: Lasting): string | null {
  const { type, subject } = credential.props;
  const principal = lasting.idOf(principalOf(credential));
  if (principal === null || lasting.idOf(credential.id) === null) return null;
  return subject === undefined ? `${principal} ${type}` : `${principal} ${type} ${subject}`;
}

function expiry(credentials: readonly Credential[]): CredentialShape['expires'] {
  const dates = credentials.map(({ props }) => props.expires);
  if (dates.some((date) => date === 'unknown' || date === 'inexpressible')) return 'unknown';
  const dated = dates.filter((date) => date !== null).length;
  if (dated === 0) return 'never';
  return dated === dates.length ? 'always' : 'some';
}

const mfaOrder = ['always', 'may', 'unknown', 'never'] as const;

/** The least a session from one of them carries. */
function weakestMfa(credentials: readonly Credential[]): CredentialShape['mfa'] {
  const found = credentials.map(({ props }) => mfaOrder.indexOf(props.mfa));
  return mfaOrder[Math.max(...found)] ?? 'unknown';
}

function shape(holder: string, credentials: readonly Credential[], first: Credential): CredentialShape {
  const { type, subject } = first.props;
  return {
    holder,
    principal: principalOf(first),
    provider: first.provider,
    scope: first.scope,
    type,
    ...(subject !== undefined && { subject }),
    count: comesAndGoes.has(type) ? null : credentials.length,
    expires: expiry(credentials),
    mfa: weakestMfa(credentials),
    reachAs: null,
  };
}

/** Active credentials as shapes, sorted by holder, and the holder of every credential. */
export function credentialShapes(
  index: InventoryIndex,
  lasting: Lasting,
): { readonly shapes: readonly CredentialShape[]; readonly holders: ReadonlyMap<string, string> } {
  const holders = new Map<string, string>();
  const groups = new Map<string, Credential[]>();
  for (const credential of index.ofKind('credential')) {
    const holder = holderOf(credential, lasting);
    if (holder === null) continue;
    holders.set(credential.id, holder);
    if (credential.props.status === 'inactive') continue;
    const group = groups.get(holder);
    if (group === undefined) groups.set(holder, [credential]);
    else group.push(credential);
  }
  const shapes = [...groups].flatMap(([holder, group]) =>
    group[0] === undefined ? [] : [shape(holder, group, group[0])],
  );
  return { shapes: shapes.sort((a, b) => byText(a.holder, b.holder)), holders };
}
