import { isWithin, windowsOf } from '../../src/findings/change-windows.ts';
import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass, unknown } from '../../src/findings/ruling.ts';
import { list, moment, quoted } from '../../src/findings/wording.ts';
import { nobodysAct } from '../../src/model/drift.ts';

export default defineCheck({
  id: 'change-falls-in-a-window',
  title: 'Changes since the approval were made in a change window',
  severity: { production: 'medium', otherwise: 'medium' },
  judges: 'drift-event',
  needs: [],
  proof: 'presence',
  why: 'A change window is when people watch and a way back is at hand. What was changed outside it was seen by nobody: an accident at night, or somebody who waited for the night.',
  fix: {
    firebreak: {
      steps:
        'Ask who made the change whether it was meant, and take it back or approve it; keep the windows under `changeWindows` in firebreak.yaml.',
    },
  },
  frameworks: ['SOC 2 CC8.1', 'ISO/IEC 27001:2022 A.8.32', 'NIST SP 800-53 CM-3'],
  evaluate({ entry: { name, event, asset, actor, at } }, judging) {
    const windows = nobodysAct.has(event) ? [] : windowsOf(asset, judging);
    if (windows.length === 0) return notApplicable;
    if (at === null || Number.isNaN(Date.parse(at))) return unknown('when it was changed is not known');
    const missed = windows.filter((some) => !some.some((window) => isWithin(window, at))).flat();
    if (missed.length === 0) return pass;
    const environments = [...new Set(missed.map(({ environment }) => environment))];
    const production = missed.some(({ tier }) => tier === 'production');
    return fail(
      `${quoted(name)} was changed (${event}) by ${actor ?? 'nobody known'} on ${moment(at)}, outside every change window of ${list(environments)}.`,
      { event, asset, at, actor },
      { severity: production ? 'medium' : 'low' },
    );
  },
});
