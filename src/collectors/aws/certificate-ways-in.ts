import { parseArn } from './arn.ts';
import { type CollectedCredential, credential } from './credential.ts';
import type { RoleTrust } from './iam.ts';
import type { CertificateDoor } from './roles-anywhere.ts';
import type { TrustWay } from './trust.ts';

/** What an account's Regions say of certificates. */
export interface CertificateDoors {
  readonly doors: readonly CertificateDoor[];
  /** Every Region that is enabled was read. */
  readonly isWhole: boolean;
}

type CertificateWay = Extract<TrustWay, { readonly by: 'certificate' }>;

/**
 * A credential for whoever holds a certificate that a trust anchor's authority signed and that the role's trust policy
 * asks for, where a profile of the same Region hands the role out; and one for what could not be read.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
export function certificateHolders(
  { role, ways }: RoleTrust,
  { doors, isWhole }: CertificateDoors,
): readonly CollectedCredential[] {
  const subjects = ways
    .filter((way): way is CertificateWay => way.by === 'certificate')
    .map(({ subject }) => subject)
    .sort();
  if (subjects.length === 0) return [];
  const known = doors.flatMap(({ anchors, profiles }) => {
    const handing = profiles.filter(({ roles }) => roles.includes(role));
    if (handing.length === 0) return [];
    const isLimited = handing.every((profile) => profile.isLimited);
    return anchors.flatMap((anchor) =>
      subjects.map((subject, n) => ({ anchor, subject, n: n + 1, isLimited })),
    );
  });
  return [...known.map((holder) => holderOf(role, holder)), ...(isWhole ? [] : [unreadHolder(role)])];
}

interface Holder {
  readonly anchor: CertificateDoor['anchors'][number];
  readonly subject: string;
  readonly n: number;
  readonly isLimited: boolean;
}

function holderOf(role: string, { anchor, subject, n, isLimited }: Holder): CollectedCredential {
  return credential({
    id: `aws:certificate-subject:${role}:${anchor.arn}:${n}`,
    native: 'AWS::RolesAnywhere::CertificateSubject',
    name: `${anchor.name} ${subject}`,
    account: accountOf(role),
    principal: role,
    props: {
      type: 'certificate-subject',
      expires: 'inexpressible',
      mfa: 'never',
      subject,
      ...(isLimited ? { worksOnlyIf: ['the session policy of the Roles Anywhere profile lets it'] } : {}),
    },
  });
}

/** Whoever comes in by what could not be read. */
function unreadHolder(role: string): CollectedCredential {
  return credential({
    id: `aws:certificate-subject:${role}:unread`,
    native: 'AWS::RolesAnywhere::CertificateSubject',
    name: 'any certificate of a trust anchor that was not read',
    account: accountOf(role),
    principal: role,
    props: {
      type: 'certificate-subject',
      status: 'unknown',
      expires: 'inexpressible',
      mfa: 'never',
      subject: '*',
      worksOnlyIf: ['Roles Anywhere has a trust anchor and a profile for the role where it was not read'],
    },
  });
}

const accountOf = (role: string): string => parseArn(role)?.account ?? '';
