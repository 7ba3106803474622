import check from '../../../checks/credentials/principal-has-mfa.ts';
import { specify } from '../table.ts';
import { credential, gap, harmful, principal } from '../world.ts';

const password = credential('password', 'jer', { props: { type: 'console-password' } });
const user = (props: object) => principal('jer', { props });

specify(check, {
  pass: [
    {
      title: 'it is on, in spite of a gap',
      world: { assets: [user({ mfa: true }), password], gaps: [gap('credential')] },
    },
    {
      title: 'a user who cannot sign in',
      world: { assets: [user({ mfa: false }), credential('key', 'jer', { props: { type: 'access-key' } })] },
    },
  ],
  fail: [
    {
      title: 'a password alone',
      world: { assets: [user({ mfa: false }), password] },
      says: ['"jer" signs in without a second factor'],
      severity: 'medium',
    },
    {
      title: 'of somebody who can harm production',
      world: harmful({ assets: [user({ mfa: false }), password] }, 'password'),
      severity: 'high',
    },
    {
      title: 'the root of an account',
      world: { assets: [principal('root', { props: { type: 'root', mfa: false } })] },
      says: ['The root of account 111111111111'],
    },
    {
      title: 'a member of a workspace',
      world: { assets: [principal('m', { provider: 'railway', props: { mfa: false } })] },
    },
  ],
  unknown: [
    { title: 'it could not be read', world: { assets: [user({ mfa: 'unknown' }), password] } },
    {
      title: 'nor whether they have a password',
      world: { assets: [user({ mfa: false })], gaps: [gap('credential')] },
    },
  ],
  notApplicable: [
    {
      title: 'a role has no factors',
      world: { assets: [principal('r', { props: { type: 'role', mfa: 'inexpressible' } })] },
    },
    {
      title: 'the provider does not say',
      world: { assets: [principal('m', { provider: 'railway', props: { mfa: 'inexpressible' } })] },
      notes: ['does not say whether a member has a second factor'],
    },
  ],
});
