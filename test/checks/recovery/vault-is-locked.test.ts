import check from '../../../checks/recovery/vault-is-locked.ts';
import type { VaultProps } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { asset, backup, gap, type World } from '../world.ts';

const vault = (lock: VaultProps['lock']): World => ({
  assets: [
    asset('vault', 'v', { props: { lock, lockDate: '2026-11-25T12:00:00.000Z' } }),
    backup('b', 'db', { links: [{ to: 'v', as: 'in-vault' }] }),
  ],
});

specify(check, {
  pass: [{ title: 'for good', world: vault('immutable') }],
  fail: [
    {
      title: 'not at all',
      world: vault('none'),
      says: ['Nothing locks the 1 backup in "v".'],
      severity: 'medium',
    },
    {
      title: 'until somebody lifts it',
      world: vault('governance'),
      says: ['only until somebody who may lifts the lock'],
    },
    {
      title: 'in its grace time',
      world: vault('grace'),
      says: ['can be lifted until 2026-11-25 12:00 UTC'],
      severity: 'low',
    },
  ],
  unknown: [
    { title: 'not read', world: vault('unknown') },
    { title: 'what it holds was not read', world: { assets: [asset('vault', 'v')], gaps: [gap('backup')] } },
  ],
  notApplicable: [
    { title: 'an empty vault', world: { assets: [asset('vault', 'v', { props: { lock: 'none' } })] } },
    { title: 'no such thing', world: vault('inexpressible'), notes: ['no lock for vaults'] },
  ],
});
