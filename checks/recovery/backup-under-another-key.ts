import { defineCheck } from '../../src/findings/check.ts';
import { isCollected } from '../../src/findings/collected.ts';
import { backupsOf, countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, inexpressible, noneSeen, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { allOf, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'backup-under-another-key',
  title: 'At least one backup of every encrypted production store lies under another key',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: [{ kind: 'backup', region: 'any' }],
  proof: 'presence',
  why: 'Destroying a key destroys everything under it at once, in every account and vault. Backups under the store’s own key are gone with the store, whatever lock is on them.',
  fix: {
    aws: {
      steps: 'Copy backups with a key of the backup account, whose policy names nobody of this one.',
      cli: 'aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT_ID --encrypted --kms-key-id OTHER_KEY',
      terraform: 'aws_backup_vault, kms_key_arn of its own, and a copy_action to it',
    },
  },
  frameworks: ['NIST SP 800-53 SC-12(1)'],
  evaluate(store, judging) {
    const { key } = store.props;
    if (key === null || judging.index.tier(store.id) !== 'production') return notApplicable;
    if (countedCopiesOf(store, judging).length > 0) return pass;
    if (!isCollected(store.provider, ['AWS::KMS::Key'], judging))
      return inexpressible(`the keys of ${store.provider} are not collected`);
    const shared = judging.index.get(key);
    if (shared?.kind !== 'key') return unknown('the key it lies under was not read');
    if (!shared.props.type.startsWith('customer')) return notApplicable;
    const backups = backupsOf(store, judging);
    if (backups.length === 0) return noneSeen;
    if (backups.some(({ props }) => props.key !== key)) return pass;
    return fail(
      `${allOf(backups.length, 'backup')} of ${quoted(store.name)} and the store itself lie under one key: who destroys it destroys all.`,
      { key, backups: backups.length },
    );
  },
});
