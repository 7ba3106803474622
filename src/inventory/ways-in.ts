import type { CollectedAsset, LinkType } from '../model/asset.ts';
import type { Gap } from '../model/inventory.ts';
import { cleanId, cleanText } from './clean-text.ts';

type Principal = Extract<CollectedAsset, { kind: 'principal' }>;
type Credential = Extract<CollectedAsset, { kind: 'credential' }>;

/** What stands for ways in that nobody can list, and the standing gaps that say how to look by hand. */
export interface WaysIn {
  readonly credentials: readonly Credential[];
  readonly gaps: readonly Gap[];
}

/**
 * A credential of type `unlistable` for every principal without a known way in, so that none drops out of the
 * answer. Left alone: identities only the provider uses, groups (their members act), principals whose
 * credentials were all listed and are none, and those whose trust policy was read: it names who comes in.
 */
export function unknownWaysIn(assets: readonly CollectedAsset[]): WaysIn {
  const entered = enteredPrincipals(assets);
  const closed = assets.filter(
    (asset) => asset.kind === 'principal' && !entered.has(asset.id) && !needsNoWayIn(asset),
  ) as Principal[];
  const scopes = new Map(closed.map((principal) => [`${principal.provider} ${principal.scope}`, principal]));
  return { credentials: closed.map(standIn), gaps: [...scopes.values()].map(standingGap) };
}

const waysIn: ReadonlySet<LinkType> = new Set(['held-by', 'may-assume', 'runs-as']);

function enteredPrincipals(assets: readonly CollectedAsset[]): ReadonlySet<string> {
  const entered = new Set<string>();
  for (const asset of assets) {
    const trust = asset.kind === 'policy' && asset.props.type === 'trust' && asset.props.document !== null;
    for (const link of asset.links) {
      if (waysIn.has(link.as) || (trust && link.as === 'protects')) entered.add(link.to);
    }
  }
  return entered;
}

function needsNoWayIn({ props }: Principal): boolean {
  return props.managedByProvider || props.credentialsListed === true || props.type === 'group';
}

function standIn(principal: Principal): Credential {
  return {
    id: cleanId(`${principal.provider}:unlistable:ways-in:${principal.id}`),
    kind: 'credential',
    provider: principal.provider,
    native: 'firebreak.Unlistable',
    name: cleanText(`any way in of ${principal.props.type} ${principal.name}`),
    scope: principal.scope,
    region: null,
    createdAt: null,
    tags: {},
    links: [{ to: principal.id, as: 'held-by' }],
    props: {
      type: 'unlistable',
      status: 'unknown',
      lastUsed: 'unknown',
      expires: 'unknown',
      label: null,
      mfa: 'unknown',
      self: false,
    },
  };
}

function standingGap({ provider, scope }: Principal): Gap {
  return {
    fingerprint: `${provider}:unlistable:ways-in:${scope}`,
    provider,
    scope,
    region: null,
    kind: 'credential',
    target: null,
    operation: 'list credentials',
    reason: 'unlistable',
    detail: 'identities without a known way in; each is judged as if someone holds a credential of it',
    permission: 'list by hand who can sign in as them, and attest it',
    direction: 'neither',
  };
}
