import { defineCheck } from '../../src/findings/check.ts';
import { fail, pass } from '../../src/findings/ruling.ts';
import { hoursUntil, moment, quoted, span } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-not-pending-deletion',
  title: 'No store is waiting to be deleted',
  severity: { production: 'critical', otherwise: 'low' },
  judges: 'store',
  needs: [],
  proof: 'absence',
  why: 'Between the call that deletes and the moment the data is gone there is often a window: 48 hours on Railway since spring 2026. It is the last chance to undo a mistake, and nobody uses it who does not know of it.',
  fix: {
    railway: {
      steps:
        'If it was not meant: open the link in the e-mail Railway sent to the workspace admins and restore the volume before the deadline; the API can’t. Then find out which token sent the call.',
    },
    aws: {
      steps: 'If it was not meant: restore it from the Recycle Bin before the deadline.',
      cli: 'aws ec2 list-volumes-in-recycle-bin',
    },
  },
  frameworks: [],
  evaluate({ name, props: { pendingDeletion } }, { now }) {
    if (pendingDeletion === null) return pass;
    const { at } = pendingDeletion;
    const facts = { pendingDeletion: true, at };
    if (at === null) {
      return fail(
        `${quoted(name)} is being deleted, and the provider does not say how long it can be restored.`,
        facts,
      );
    }
    const left = hoursUntil(at, now);
    return fail(
      left >= 0
        ? `${quoted(name)} is being deleted and is gone for good on ${moment(at)}, ${left === 0 ? 'within the hour' : `in ${span(left)}`}.`
        : `${quoted(name)} was deleted and was due to be gone for good on ${moment(at)}; look at once whether it still is there.`,
      facts,
    );
  },
});
