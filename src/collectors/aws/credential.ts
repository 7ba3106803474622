import type { AssetOf, CredentialProps } from '../../model/asset.ts';

export type CollectedCredential = Omit<AssetOf<'credential'>, 'environments'>;

interface CredentialSource {
  readonly id: string;
  readonly native: string;
  readonly name: string;
  readonly account: string;
  /** The principal whoever holds it acts as. */
  readonly principal: string;
  readonly createdAt?: string | null;
  readonly props: Pick<CredentialProps, 'type' | 'mfa'> & Partial<CredentialProps>;
}

/** A credential; what is not given is neutral: active, never expiring, use unknown, not the scan's own. */
export function credential(source: CredentialSource): CollectedCredential {
  return {
    id: source.id,
    kind: 'credential',
    provider: 'aws',
    native: source.native,
    name: source.name,
    scope: source.account,
    region: null,
    createdAt: source.createdAt ?? null,
    tags: {},
    links: [{ to: source.principal, as: 'held-by' }],
    props: {
      status: 'active',
      lastUsed: 'unknown',
      expires: null,
      label: null,
      self: false,
      ...source.props,
    },
  };
}

/** `AKIA…WXYZ`: enough to find it, not to use it. */
export function masked(id: string): string {
  return id.length <= 8 ? '…' : `${id.slice(0, 4)}…${id.slice(-4)}`;
}

/** The shortest ending, of four characters at least, that tells each id from the others. */
export function endings(ids: readonly string[]): readonly string[] {
  for (let length = 4; length < 32; length += 4) {
    const ends = ids.map((id) => id.slice(-length));
    if (new Set(ends).size === ids.length) return ends;
  }
  return ids;
}
