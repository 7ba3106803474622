import type { Access, Decision, Identity } from '../model/access.ts';
import type { Provider } from '../model/asset.ts';
import type { InventoryIndex } from '../model/inventory.ts';

/**
 * One access over all providers: a credential is judged by its own provider's rules. A provider without rules
 * denies nothing for certain: its decisions are `denied` with `<provider>:unsupported:access` unread, so that
 * verdicts about it are `unknown` with that reason.
 */
export function combineAccess(
  index: InventoryIndex,
  byProvider: Readonly<Partial<Record<Provider, Access>>>,
): Access {
  const providerOf = (id: string): Provider => index.get(id)?.provider ?? guessProvider(id);
  const rules = new Map(Object.entries(byProvider));
  const accessOf = (id: string): Access | undefined => rules.get(providerOf(id));
  return {
    identities: (credential) =>
      accessOf(credential)?.identities(credential) ?? [unjudged(credential, providerOf(credential))],
    decide: (identity, operation, target, policy) => {
      const own = providerOf(identity.credential);
      if (own !== providerOf(target)) return foreign(own);
      return rules.get(own)?.decide(identity, operation, target, policy) ?? unsupported(own);
    },
    targetKey: (target) => {
      const own = accessOf(target);
      if (own === undefined) return providerOf(target);
      return own.targetKey?.(target) ?? target;
    },
    scopeOf: (target) => {
      const own = accessOf(target);
      return own?.scopes === undefined ? providerOf(target) : (own.scopeOf?.(target) ?? providerOf(target));
    },
    scopes: (identity) => scopesOf(accessOf(identity.credential), providerOf(identity.credential), identity),
  };
}

/** An identity whose provider knows no scopes reaches its whole provider. */
function scopesOf(own: Access | undefined, provider: Provider, identity: Identity): readonly string[] | null {
  if (own?.scopes !== undefined && own.scopeOf !== undefined) return own.scopes(identity);
  return [provider];
}

function unjudged(credential: string, provider: Provider): Identity {
  return {
    key: `${provider}:unsupported`,
    credential,
    principal: credential,
    steps: [],
    escalated: false,
    holdsOnlyIf: [],
    unread: [],
    via: `${provider} access is not judged yet`,
  };
}

function unsupported(provider: Provider): Decision {
  return {
    decision: 'denied',
    because: [],
    holdsOnlyIf: [],
    confidence: 'unverified',
    unread: [`${provider}:unsupported:access`],
  };
}

function foreign(provider: Provider): Decision {
  const text = `a credential of ${provider} calls only ${provider}`;
  return {
    decision: 'denied',
    because: [{ layer: 'provider', effect: 'implicit-deny', text }],
    holdsOnlyIf: [],
    confidence: 'documented',
    unread: [],
  };
}

function guessProvider(id: string): Provider {
  if (id.startsWith('arn:')) return 'aws';
  return id.slice(0, Math.max(id.indexOf(':'), 0)) || 'unknown';
}
