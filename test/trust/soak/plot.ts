import type { Sample } from './watch.ts';

const [width, height, margin] = [640, 90, 8];
const rows = [
  { name: 'heap', unit: 'MiB', of: ({ heap }: Sample) => heap / 1024 / 1024 },
  { name: 'resident', unit: 'MiB', of: ({ resident }: Sample) => resident / 1024 / 1024 },
  { name: 'history', unit: 'MiB', of: ({ history }: Sample) => history / 1024 / 1024 },
  { name: 'open files', unit: '', of: ({ files }: Sample) => files },
] as const;

/** A small drawing of what the service weighed after each scan: a row a figure, each from zero. */
export function plotted(samples: readonly Sample[]): string {
  const drawn = rows.map(({ name, unit, of }, row) => {
    const values = samples.map(of);
    const most = Math.max(1, ...values);
    const top = row * (height + 2 * margin) + margin;
    const points = thinned(values).map(([at, value]) => {
      const x = margin + (at / Math.max(values.length - 1, 1)) * (width - 2 * margin);
      return `${x.toFixed(1)},${(top + height - (value / most) * (height - 16)).toFixed(1)}`;
    });
    const last = values.at(-1) ?? 0;
    const said = `${name}: ${last.toFixed(unit === '' ? 0 : 1)} ${unit} after ${values.length} scans, ${most.toFixed(unit === '' ? 0 : 1)} at most`;
    return `<text x="${margin}" y="${top + 9}">${said.replace('  ', ' ')}</text><polyline points="${points.join(' ')}"/>`;
  });
  const tall = rows.length * (height + 2 * margin);
  const style = 'text{font:11px sans-serif;fill:#555}polyline{fill:none;stroke:#2563eb;stroke-width:1}';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${tall}"><title>What firebreak watch holds while it scans</title><rect width="${width}" height="${tall}" fill="#fff"/><style>${style}</style>${drawn.join('')}</svg>\n`;
}

/** At most 200 points, the same distance apart. */
function thinned(values: readonly number[]): readonly (readonly [number, number])[] {
  const step = Math.max(1, Math.ceil(values.length / 200));
  return values.flatMap((value, at) =>
    at % step === 0 || at === values.length - 1 ? [[at, value] as const] : [],
  );
}
