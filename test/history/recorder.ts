import { openHistory } from '../../src/history/history.ts';
import { openPast } from '../../src/history/past.ts';
import { finding, seen } from './nights.ts';

/** What is recorded night after night: most findings stand, each passes every seventh night. */
export function failingIn(night: number): readonly string[] {
  return Array.from({ length: 300 }, (_, number) => number)
    .filter((number) => (number + night) % 7 !== 0)
    .map(String);
}

/** Records one night after another, says so of each on stdout, and never ends by itself. */
async function recordForever(place: string): Promise<never> {
  const location = JSON.parse(place) as { path: string } | { url: string };
  const history = await openHistory(location, { keepDays: 3650 });
  const past = await openPast(location);
  const [last] = await past.scans('acme', 1);
  await past.close();
  for (let night = Number(last?.scan?.split('-')[1] ?? 0) + 1; ; night += 1) {
    const failing = new Set(failingIn(night));
    const passed = failingIn(night - 1).filter((about) => !failing.has(about));
    const findings = [...failing].map((about) => finding(about));
    const { report } = seen(night, { findings, passed });
    await history.record(seen(night, { findings, passed }), ({ scan, steps }) => [
      { channel: 'x', dedupeKey: scan.id, body: steps.length },
    ]);
    const now = new Date(report.scan.finishedAt);
    for (const { id } of await history.outbox.due(now, new Date(now.getTime() + 1000), 10)) {
      await history.outbox.delivered(id, now);
    }
    process.stdout.write(`${night}\n`);
  }
}

const [, script, place] = process.argv;
if (script?.endsWith('recorder.ts') && place !== undefined) await recordForever(place);
