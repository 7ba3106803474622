import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { hoursSince, quoted, span } from '../../src/findings/wording.ts';

/** A large first snapshot may take its time; after a day it is stuck or failed. */
const patienceHours = 24;

export default defineCheck({
  id: 'backup-was-completed',
  title: 'Every backup that was begun was completed',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'backup',
  needs: [],
  proof: 'presence',
  why: 'A backup that failed half way is listed beside the good ones and restores to nothing. It is also the first sign that the next ones will fail as well.',
  fix: {
    aws: {
      steps: 'Look at the snapshot’s state message, delete it, and make a new one.',
      cli: 'aws ec2 describe-snapshots --snapshot-ids SNAPSHOT_ID --query "Snapshots[].[State,StateMessage]"',
    },
    railway: { steps: 'Make a new backup on the service’s Backups tab and delete the one that failed.' },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-9(1)'],
  evaluate({ name, createdAt, props: { complete } }, { now }) {
    if (complete === true) return pass;
    if (complete === 'inexpressible')
      return inexpressible('the provider does not say whether a backup is complete');
    if (complete === 'unknown') return unknown('it could not be read whether the backup is complete');
    const age = createdAt === null ? patienceHours : hoursSince(createdAt, now);
    if (age < patienceHours) return notApplicable;
    const since = createdAt === null ? '' : `, ${span(age)} after it was begun`;
    return fail(`Backup ${quoted(name)} is not complete${since}: it restores to nothing.`, {
      complete,
      createdAt,
    });
  },
});
