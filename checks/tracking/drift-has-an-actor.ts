import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'drift-has-an-actor',
  title: 'It is known who made every change since the approval',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'drift-event',
  needs: [],
  proof: 'presence',
  why: 'A change nobody approved is a mistake or an intrusion, and who made it is what tells them apart.',
  fix: {
    firebreak: {
      steps:
        'Look in the provider’s audit log around the time of the change; give the scan the right to read that log, so that the next one answers by itself.',
    },
  },
  frameworks: ['SOC 2 CC7.2', 'ISO/IEC 27001:2022 A.8.15'],
  evaluate({ entry: { name, event, actor, asset } }, { drift }) {
    if (actor !== null) return pass;
    if (drift.every((other) => other.actor === null))
      return inexpressible('who made a change is not read from an audit log');
    return fail(
      `Nobody knows who made this change: ${event} of ${quoted(name)}.`,
      { event, asset },
      {
        owner: 'drift without an actor',
      },
    );
  },
});
