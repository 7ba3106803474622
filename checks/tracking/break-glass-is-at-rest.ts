import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { daysSince, moment, quoted } from '../../src/findings/wording.ts';

/** How long a use stays worth a question; an emergency is talked about within the week. */
const recentDays = 7;

export default defineCheck({
  id: 'break-glass-is-at-rest',
  title: 'Root and break-glass identities were not used in the last week',
  severity: { production: 'high', otherwise: 'high' },
  judges: 'principal',
  needs: [],
  proof: 'presence',
  why: 'These identities beat every control and are kept for the day nothing else works. If one was used, there was an emergency everybody should know of, or somebody is where they should not be.',
  fix: {
    aws: {
      steps:
        'Ask who used it and why; if nobody answers, treat it as an intrusion: change the password, end its keys, read the trail. Otherwise write the use down where it can be found.',
    },
    railway: {
      steps:
        'Ask who used it and why; if nobody answers, end its sessions and tokens and read the audit log.',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.8.2', 'NIST SP 800-53 AC-6(9)', 'CIS AWS Foundations 3.0.0 1.7'],
  evaluate({ id, name, scope, props: { type, lastActive } }, { index, now }) {
    if (type !== 'root' && !index.inventory.settings.breakGlass.includes(id)) return notApplicable;
    if (lastActive === 'inexpressible')
      return inexpressible('the provider does not say when an identity was last active');
    if (lastActive === 'unknown') return unknown('it could not be read when the identity was last used');
    if (lastActive === null || daysSince(lastActive, now) >= recentDays) return pass;
    const who = type === 'root' ? `The root of account ${scope}` : `The break-glass identity ${quoted(name)}`;
    return fail(`${who} was used on ${moment(lastActive)}, within the last ${recentDays} days.`, {
      lastActive,
    });
  },
});
