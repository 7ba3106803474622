import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, noneSeen, pass, unknown } from '../../src/findings/ruling.ts';
import { count, moment, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'vault-is-locked',
  title: 'Every vault that holds backups is locked for good',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'vault',
  needs: ['backup'],
  proof: 'presence',
  why: 'A vault without a lock is a folder: who may delete in it empties it. In governance mode whoever may lift the lock empties it too; only a lock past its grace time binds everybody.',
  fix: {
    aws: {
      steps:
        'Lock the vault in compliance mode: set the days after which the lock itself can no longer be changed.',
      cli: 'aws backup put-backup-vault-lock-configuration --backup-vault-name VAULT --min-retention-days 14 --changeable-for-days 3',
      terraform: 'aws_backup_vault_lock_configuration, changeable_for_days = 3',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.8.13'],
  evaluate({ id, name, props: { lock, lockDate } }, { index }) {
    const held = index.from(id, 'in-vault').length;
    if (held === 0) return noneSeen;
    if (lock === 'immutable') return pass;
    if (lock === 'inexpressible') return inexpressible('the provider has no lock for vaults');
    if (lock === 'unknown') return unknown('it could not be read whether the vault is locked');
    const holds = `${count(held, 'backup')} in ${quoted(name)}`;
    if (lock === 'none') return fail(`Nothing locks the ${holds}.`, { lock, backups: held });
    if (lock === 'governance')
      return fail(`The ${holds} are locked only until somebody who may lifts the lock.`, {
        lock,
        backups: held,
      });
    const from = lockDate === null ? 'its grace time ends' : moment(lockDate);
    return fail(
      `The lock on the ${holds} can be lifted until ${from}.`,
      { lock, lockDate, backups: held },
      { severity: 'low' },
    );
  },
});
