import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, pass, unknown } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'trail-is-logging',
  title: 'Every audit log that was set up is switched on',
  severity: { production: 'high', otherwise: 'high' },
  judges: 'trail',
  needs: [],
  proof: 'presence',
  why: 'To stop the log is among the first things an intruder does. A log that was set up and is off was stopped by somebody.',
  fix: {
    aws: {
      steps: 'Start it again, and look in its last entries for who stopped it.',
      cli: 'aws cloudtrail start-logging --name TRAIL',
      terraform: 'aws_cloudtrail, enable_logging = true',
    },
  },
  frameworks: ['SOC 2 CC7.2', 'ISO/IEC 27001:2022 A.8.15', 'NIST SP 800-53 AU-12'],
  evaluate({ name, props: { logging } }) {
    if (logging === true) return pass;
    if (logging === 'inexpressible')
      return inexpressible('the provider does not say whether its audit log is on');
    if (logging === 'unknown') return unknown('it could not be read whether the audit log is on');
    return fail(`Audit log ${quoted(name)} is switched off.`, { logging });
  },
});
