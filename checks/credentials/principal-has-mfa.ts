import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { isSignIn } from '../../src/findings/credential-types.ts';
import {
  fail,
  inexpressible,
  notApplicable,
  pass,
  passSeen,
  type Ruling,
  unknown,
} from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';
import type { AssetOf } from '../../src/model/asset.ts';

/** Identities behind which a person stands. */
const people: ReadonlySet<string> = new Set(['user', 'member', 'root']);

export default defineCheck({
  id: 'principal-has-mfa',
  title: 'Everyone who signs in has a second factor',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'principal',
  needs: ['credential'],
  proof: 'absence',
  why: 'A password that was phished or reused is enough to sign in as someone without a second factor, and then to do all they may do. A second factor does not stop tokens; for those see the other checks.',
  fix: {
    railway: {
      steps:
        'Ask the member to switch on two-factor authentication under Account Settings, then enforce it for the workspace.',
    },
    aws: {
      steps: 'Register a passkey or security key for the user, and deny everything else without MFA.',
      cli: 'aws iam enable-mfa-device --user-name USER --serial-number ARN --authentication-code1 CODE --authentication-code2 CODE',
      terraform: 'aws_iam_virtual_mfa_device, and a deny on aws:MultiFactorAuthPresent = false',
    },
  },
  frameworks: [
    'SOC 2 CC6.1',
    'ISO/IEC 27001:2022 A.8.5',
    'NIST SP 800-53 IA-2(1)',
    'CIS AWS Foundations 3.0.0 1.10',
  ],
  evaluate(principal, judging): Ruling {
    const { type, mfa, managedByProvider } = principal.props;
    if (!people.has(type) || managedByProvider) return notApplicable;
    if (mfa === true) return passSeen;
    if (!signsIn(principal, judging)) return pass;
    if (mfa === 'inexpressible')
      return inexpressible('the provider does not say whether a member has a second factor');
    if (mfa === 'unknown') return unknown('it could not be read whether they have a second factor');
    const who = type === 'root' ? `The root of account ${principal.scope}` : quoted(principal.name);
    return fail(`${who} signs in without a second factor.`, { mfa });
  },
});

/** Where users may exist for keys alone, only those with a password or a session sign in. */
function signsIn({ id, provider, props }: AssetOf<'principal'>, { index }: Judging): boolean {
  if (provider !== 'aws' || props.type === 'root') return true;
  return index.from(id, 'held-by').some((asset) => asset.kind === 'credential' && isSignIn(asset.props.type));
}
