import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, noneSeen, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { count, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'key-deletion-window-long-enough',
  title: 'Deleting a key in use waits at least as long as the survivor horizon',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'key',
  needs: ['store', 'backup'],
  proof: 'presence',
  why: 'The days between the order to delete a key and its end are the last way back for everything under it. Whoever gives the order chooses how many, unless the key’s policy asks for more.',
  fix: {
    aws: {
      steps:
        'In the key’s policy deny kms:ScheduleKeyDeletion where kms:ScheduleKeyDeletionPendingWindowInDays is less than 30.',
      cli: 'aws kms put-key-policy --key-id KEY_ID --policy file://policy.json',
      terraform: 'aws_kms_key_policy; aws_kms_key, deletion_window_in_days = 30',
    },
  },
  frameworks: ['NIST SP 800-53 SC-12(1)'],
  evaluate({ id, name, provider, scope, props }, { index, limits }) {
    if (props.type === 'aws-managed') return notApplicable;
    const under = index.from(id, 'encrypted-with').length;
    if (under === 0) return noneSeen;
    const days = props.deletionWindowDays;
    if (days === 'inexpressible')
      return inexpressible('the provider has no waiting time before a key is deleted');
    if (days === 'unknown') return unknown('it could not be read how long the deletion of the key waits');
    if (days !== null && days >= limits.survivorHorizonDays) return pass;
    return fail(
      `Key ${quoted(name)} can be gone ${days === null ? 'at once' : `${count(days, 'day')} after the order`}, horizon ${limits.survivorHorizonDays} days, and with it what ${count(under, 'asset')} hold${under === 1 ? 's' : ''}.`,
      { deletionWindowDays: days, horizonDays: limits.survivorHorizonDays, encrypts: under },
      { owner: `keys of ${provider} ${scope}` },
    );
  },
});
