import type { CredentialProps, CredentialType } from '../../model/asset.ts';

/** What every Railway token has in common: no second factor, and no word of when it was last used; `label` is masked. */
export function tokenProps(
  type: CredentialType,
  label: string,
  rest: Pick<CredentialProps, 'expires' | 'self'>,
): CredentialProps {
  return { type, status: 'active', lastUsed: 'inexpressible', label, mfa: 'never', ...rest };
}
