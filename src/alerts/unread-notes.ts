import { count } from '../../reports/words.ts';
import type { Delta } from '../model/history.ts';
import type { Report } from '../model/report.ts';
import type { Told } from './summary.ts';
import { line } from './text.ts';

const mostGaps = 3;

/** What is not known, in full sentences: nobody may take it for good news. */
export function unreadNotes(
  { state }: Pick<Delta, 'state'>,
  { gapsAppeared, sight }: Told,
  report: Pick<Report, 'coverage'>,
): readonly string[] {
  if (gapsAppeared.length === 0) {
    if (state === 'complete') return [];
    return sight === 'lost'
      ? [
          'Scan incomplete: not every check could tell; the report says which. Nothing of that counts as fixed.',
        ]
      : ['Scan incomplete, as before: what could not be read is not known.'];
  }
  const gaps = new Map(report.coverage.gaps.map((gap) => [gap.fingerprint, gap]));
  const first = gapsAppeared.slice(0, mostGaps).map((fingerprint) => {
    const gap = gaps.get(fingerprint);
    if (gap === undefined) return line(`Not readable: ${fingerprint}`, 200);
    const closes = gap.permission === null ? '' : ` Closed by: ${gap.permission}`;
    return line(
      `Not readable: ${gap.operation} in ${gap.scope}, ${gap.reason}: ${gap.detail}.${closes}`,
      300,
    );
  });
  const more = gapsAppeared.length - first.length;
  return [
    'Scan incomplete: what could not be read is not known. Nothing there counts as fixed.',
    ...first,
    ...(more > 0 ? [`And ${count(more, 'more gap')}.`] : []),
  ];
}
