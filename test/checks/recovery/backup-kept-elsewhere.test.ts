import check from '../../../checks/recovery/backup-kept-elsewhere.ts';
import type { BackupLocation } from '../../../src/model/asset.ts';
import { specify } from '../table.ts';
import { backup, declared, gap, store } from '../world.ts';

const at = (over: Partial<BackupLocation>) => ({
  props: {
    location: { provider: 'aws', account: '111111111111', region: 'eu-west-1', vault: null, ...over },
  },
});
const settings = { copies: [declared('db')] };
const doubted = { db: [{ asset: 'declared:backblaze b2', counts: false }] };

specify(check, {
  pass: [
    {
      title: 'one lies in another account',
      world: { assets: [store('db'), backup('a', 'db'), backup('b', 'db', at({ account: '222222222222' }))] },
    },
    {
      title: 'one lies with another provider',
      world: { assets: [store('db'), backup('b', 'db', at({ provider: 'gcp' }))] },
    },
    {
      title: 'a declared copy that counts',
      world: { assets: [store('db'), backup('a', 'db')], settings },
    },
  ],
  fail: [
    {
      title: 'all lie in its own account and region',
      world: { assets: [store('db'), backup('a', 'db'), backup('b', 'db')] },
      says: ['Both backups of "db" lie in its own account 111111111111, and in its own region eu-west-1.'],
      severity: 'medium',
    },
    {
      title: 'another region is something',
      world: { assets: [store('db'), backup('a', 'db'), backup('b', 'db', at({ region: 'us-east-1' }))] },
      says: ['in eu-west-1 and us-east-1'],
      severity: 'low',
    },
    {
      title: 'a vault of the same account',
      world: { assets: [store('db'), backup('a', 'db', at({ vault: 'daily' }))] },
      says: ['in vault daily'],
    },
    {
      title: 'a declared copy that does not count',
      world: { assets: [store('db'), backup('a', 'db')], settings, copies: doubted },
    },
  ],
  unknown: [
    {
      title: 'a region that was not read may hold it',
      world: { assets: [store('db'), backup('a', 'db')], gaps: [gap('backup', { region: 'us-east-1' })] },
    },
  ],
  notApplicable: [
    {
      title: 'no backup outlives it, which is the graver finding',
      world: { assets: [store('db'), backup('a', 'db', { props: { survivesSource: false } })] },
    },
    {
      title: 'a pull request’s store',
      world: { assets: [store('db', { tier: 'ephemeral' }), backup('a', 'db')] },
    },
  ],
});
