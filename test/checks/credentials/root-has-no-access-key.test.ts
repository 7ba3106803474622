import check from '../../../checks/credentials/root-has-no-access-key.ts';
import { specify } from '../table.ts';
import { credential, gap, principal } from '../world.ts';

const root = principal('root', { props: { type: 'root' } });
const key = credential('key', 'root', { props: { type: 'access-key' } });
const password = credential('password', 'root', { props: { type: 'root-password' } });

specify(check, {
  pass: [
    { title: 'a password only', world: { assets: [root, password] } },
    {
      title: 'a key that is switched off',
      world: {
        assets: [root, credential('key', 'root', { props: { type: 'access-key', status: 'inactive' } })],
      },
    },
  ],
  fail: [
    {
      title: 'a key',
      world: { assets: [root, key, password] },
      says: ['The root of account 111111111111 has 1 active access key'],
      severity: 'high',
    },
    { title: 'a key, in spite of a gap', world: { assets: [root, key], gaps: [gap('credential')] } },
  ],
  unknown: [
    { title: 'the credentials could not be read', world: { assets: [root], gaps: [gap('credential')] } },
    {
      title: 'nor the account’s summary',
      world: { assets: [root], gaps: [gap('principal', { target: 'root' })] },
    },
  ],
  notApplicable: [
    {
      title: 'a user may have keys',
      world: { assets: [principal('bot'), credential('k', 'bot', { props: { type: 'access-key' } })] },
    },
  ],
});
