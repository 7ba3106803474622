import check from '../../../checks/credentials/principal-has-one-active-key.ts';
import type { CredentialProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { credential, gap, harmful, principal, type World } from '../world.ts';

const keys = (...props: readonly Partial<CredentialProps>[]): World => ({
  assets: [
    principal('bot'),
    ...props.map((it, n) => credential(`k${n}`, 'bot', { props: { type: 'access-key', ...it } })),
  ],
});

specify(check, {
  pass: [
    { title: 'none', world: keys() },
    { title: 'one', world: keys({}) },
    { title: 'one, and one that is switched off', world: keys({}, { status: 'inactive' }) },
    { title: 'one, and a password', world: keys({}, { type: 'console-password' }) },
  ],
  fail: [
    {
      title: 'two',
      world: keys({}, {}),
      says: ['"bot" has 2 active access keys: "k0" and "k1".'],
      severity: 'low',
    },
    { title: 'two that can harm production', world: harmful(keys({}, {}), 'k0'), severity: 'medium' },
  ],
  unknown: [
    {
      title: 'its keys could not be read',
      world: { ...keys({}), gaps: [gap('credential', { target: 'bot' })] },
    },
  ],
  notApplicable: [
    { title: 'another provider has none', world: { assets: [principal('jer', { provider: 'railway' })] } },

    { title: 'a role has no keys', world: { assets: [principal('r', { props: { type: 'role' } })] } },
  ],
});
