/** One line of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/g;

/**
 * Reads the text format of Prometheus, and throws for what is none: every family has its help and type before its
 * samples, no series stands twice, every value is a number.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function readExposition(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const types = new Map<string, string>();
  const series = new Set<string>();
  const samples: Sample[] = [];
  for (const each of text.split('\n').filter((one) => one !== '')) {
    const [, comment, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(each) ?? [];
    if (comment === 'TYPE') {
      if (types.has(name)) throw new Error(`the type of ${name} stands twice`);
      types.set(name, rest);
    }
    if (each.startsWith('#')) {
      if (comment === undefined) throw new Error(`no comment of the format: ${each}`);
      continue;
    }
    const [, of = '', labels = '', value = ''] = line.exec(each) ?? [];
    if (of === '' || !types.has(of)) throw new Error(`no sample of a family that was named: ${each}`);
    if (Number.isNaN(Number(value))) throw new Error(`no number: ${each}`);
    if (types.get(of) === 'counter' && !of.endsWith('_total')) throw new Error(`no name of a counter: ${of}`);
    if (series.has(`${of}{${labels}}`)) throw new Error(`stands twice: ${each}`);
    series.add(`${of}{${labels}}`);
    const pairs = [...labels.matchAll(label)].map(([, key = '', text = '']) => [key, text] as const);
    samples.push({ name: of, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return samples;
}
