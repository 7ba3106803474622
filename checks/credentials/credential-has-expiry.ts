import { defineCheck } from '../../src/findings/check.ts';
import { isLongLived } from '../../src/findings/credential-types.ts';
import { fail, inexpressible, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { aOrAn, credentialName } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'credential-has-expiry',
  title: 'Every long-lived credential has an expiry',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'credential',
  needs: [],
  proof: 'presence',
  why: 'A credential without an expiry works until somebody remembers it. The token in the PocketOS incident had outlived the chore it was made for.',
  fix: {
    railway: {
      steps: 'Where the dashboard offers an expiry, make a new token with one and delete this one.',
    },
    aws: {
      steps: 'Access keys cannot expire: use a role, whose sessions do.',
      terraform: 'aws_iam_role with max_session_duration',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.5.17', 'NIST SP 800-53 IA-5'],
  evaluate({ name, props: { type, status, expires } }, { now }) {
    if (!isLongLived(type) || status === 'inactive') return notApplicable;
    if (expires === 'inexpressible' || type === 'access-key')
      return inexpressible(`the provider has no expiry for ${aOrAn(type)}`);
    if (expires === 'unknown') return unknown('it could not be read when the credential expires');
    if (expires !== null) return Date.parse(expires) < now.getTime() ? notApplicable : pass;
    return fail(
      `${credentialName(type, name)} never expires: it works until somebody deletes it.`,
      { expires },
      { seen: true },
    );
  },
});
