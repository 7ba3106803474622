import check from '../../../checks/credentials/token-is-scoped.ts';
import type { CredentialProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { credential, harmful, principal, type World } from '../world.ts';

const token = (props: Partial<CredentialProps>): World => ({
  assets: [principal('jer'), credential('t', 'jer', { name: 'domain-cli', props })],
});

specify(check, {
  pass: [{ title: 'a project token', world: token({ type: 'project-token' }) }],
  fail: [
    {
      title: 'an account token',
      world: token({}),
      says: ['Account token "domain-cli" works in every workspace'],
      severity: 'low',
    },
    { title: 'one that can harm production', world: harmful(token({}), 't'), severity: 'low' },
    {
      title: 'a workspace token',
      world: token({ type: 'workspace-token' }),
      says: ['as an administrator of every project'],
    },
    {
      title: 'the one in hand',
      world: token({ self: true }),
      says: ['It is the one this scan was run with.'],
    },
  ],
  notApplicable: [
    { title: 'it is switched off', world: token({ status: 'inactive' }) },
    { title: 'a key is narrowed by its policies', world: token({ type: 'access-key' }) },
  ],
});
