import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, pass, unknown } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

/** What AWS itself shows of management events without any trail; a log that keeps less adds nothing. */
const leastDays = 90;

export default defineCheck({
  id: 'trail-kept-long-enough',
  title: 'Every audit log is kept for at least 90 days',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'trail',
  needs: [],
  proof: 'presence',
  why: 'An intrusion is often noticed weeks after it began. A log that has forgotten its beginning cannot tell which key was used, and so which to end.',
  fix: {
    aws: {
      steps: 'Lengthen or remove the expiry in the lifecycle of the bucket that the trail delivers to.',
      terraform: 'aws_s3_bucket_lifecycle_configuration, rule.expiration.days',
    },
    railway: { steps: 'Export the workspace’s audit log regularly to a place that keeps it.' },
  },
  frameworks: ['NIST SP 800-53 AU-11'],
  evaluate({ name, provider, props: { retentionDays } }) {
    if (retentionDays === 'unknown' && provider === 'aws')
      return inexpressible('how long a trail’s log is kept is for its bucket to say, and is not worked out');
    if (retentionDays === 'inexpressible')
      return inexpressible('the provider does not say how long its audit log is kept');
    if (retentionDays === 'unknown') return unknown('it could not be read how long the audit log is kept');
    if (retentionDays === null || retentionDays >= leastDays) return pass;
    return fail(`Audit log ${quoted(name)} is kept ${retentionDays} days, limit ${leastDays}.`, {
      retentionDays,
      limitDays: leastDays,
    });
  },
});
