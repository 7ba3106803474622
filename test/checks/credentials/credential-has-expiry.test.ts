import check from '../../../checks/credentials/credential-has-expiry.ts';
import type { CredentialProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { credential, daysAgo, harmful, principal, type World } from '../world.ts';

const token = (props: Partial<CredentialProps>): World => ({
  assets: [principal('jer'), credential('token', 'jer', { props })],
});

specify(check, {
  pass: [{ title: 'it expires', world: token({ expires: '2027-01-31T00:00:00.000Z' }) }],
  fail: [
    {
      title: 'it never does',
      world: token({ expires: null }),
      says: ['Account token "token" never expires'],
      severity: 'low',
    },
    {
      title: 'and can harm production',
      world: harmful(token({ expires: null }), 'token'),
      severity: 'medium',
    },
  ],
  unknown: [{ title: 'it could not be read', world: token({ expires: 'unknown' }) }],
  notApplicable: [
    { title: 'it has expired', world: token({ expires: daysAgo(1) }) },
    { title: 'it is switched off', world: token({ expires: null, status: 'inactive' }) },
    {
      title: 'a class of credentials nobody can list',
      world: token({ type: 'unlistable', expires: 'unknown' }),
    },
    {
      title: 'the provider has no expiry for it',
      world: token({ type: 'project-token', expires: 'inexpressible' }),
      notes: ['no expiry for a project token'],
    },
  ],
});
