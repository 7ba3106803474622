import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PackedReport, unpacked } from '../../reports/html/packed.ts';
import { renderHtml } from '../../reports/html/render.ts';
import type { Verdict } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import { serveRailway } from '../../src/stand-ins/railway/serve.ts';
import { pocketOs } from '../../src/stand-ins/railway/worlds/pocket-os.ts';
import { run } from './run.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

/** One scan of the incident's world, as each format tells it. */
interface Told {
  readonly report: Report;
  readonly terminal: string;
  readonly markdown: string;
  readonly html: string;
  readonly blast: string;
}

async function tell(): Promise<Told> {
  const incident = pocketOs(now);
  const server = await serveRailway(incident.world, { pageSize: 2 });
  const providers = { railway: { endpoint: server.url, tokens: [{ env: 'RAILWAY_API_TOKEN' }] } };
  const config = { 'firebreak.yaml': JSON.stringify({ version: 1, ...incident.config, providers }) };
  const env = { RAILWAY_API_TOKEN: incident.tokens.domainChores };
  const scanned = await run(['scan', '--format', 'json,markdown'], { env, now, files: config });
  await server.close();
  const written = Object.fromEntries(scanned.files);
  const report = JSON.parse(written['firebreak-out/report.json'] ?? '{}') as Report;
  const blast = await run(['blast', 'domain chores'], { env, now, files: written });
  return {
    report,
    terminal: scanned.stdout,
    markdown: written['firebreak-out/report.md'] ?? '',
    html: renderHtml(report, { script: '', style: '' }),
    blast: blast.stdout,
  };
}

/** The report that a page carries for its script. */
function carried(html: string): Report {
  const packed = /id="report">([^<]*)</.exec(html)?.[1] ?? '';
  return unpacked(JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as PackedReport);
}

describe('the numbers of one scan', () => {
  let told: Told;

  beforeAll(async () => {
    told = await tell();
  });

  it('are the same in the answer of every format', () => {
    const { report, terminal, markdown, html } = told;
    const { answer, leastCalls } = report.summary;
    expect(answer).toContain(`in ${leastCalls} calls`);
    expect(markdown).toContain(answer);
    expect(html).toContain(answer.replaceAll('"', '&quot;'));
    expect(terminal.replaceAll(/\s+/g, ' ')).toContain(answer);
  });

  it('count stores by verdict alike', () => {
    const { report, terminal, markdown, html } = told;
    const lost = report.blastRadius.stores.filter(({ worst }) => worst?.verdict === 'total-loss').length;
    expect(lost).toBeGreaterThan(0);
    expect(terminal).toContain(`Stores:   ${lost} total loss`);
    expect(html).toContain(`${lost} total loss</span>`);
    expect(markdown.match(/^\|[^|]*\|[^|]*\| total loss \|/gm)).toHaveLength(lost);
  });

  it('give the worst credential the same calls, step by step', () => {
    const { report, terminal, markdown, html, blast } = told;
    const { stores, plans } = report.blastRadius;
    const worst = stores.find(({ worst: one }) => one?.calls === report.summary.leastCalls)?.worst;
    const plan = plans.find(({ id }) => id === worst?.plan);
    expect(plan?.calls).toBe(worst?.calls);
    expect(plan?.steps.reduce((sum, { count }) => sum + count, 0)).toBe(plan?.calls);
    expect(terminal).toContain(`= ${plan?.calls} calls`);
    expect(html).toContain(`${plan?.calls} calls, `);
    expect(blast).toContain(`total-loss in ${plan?.calls} calls`);
    for (const [i, { operation, target }] of (plan?.steps ?? []).entries()) {
      expect(terminal).toContain(`${i + 1}. ${operation} on ${target}`);
      expect(markdown).toContain(`${operation} on ${target}`);
      expect(html).toContain(`<code>${operation}</code> on ${target}`);
      expect(blast).toContain(`${i + 1}. ${operation} on ${target}`);
    }
  });

  it('count for each credential what its pairs list, and for each store the worst of them', () => {
    const { classes, pairs, credentials, stores } = told.report.blastRadius;
    for (const { credential, class: id, verdicts } of credentials) {
      const own = pairs.filter((pair) => pair.class === id);
      const counted = (verdict: Verdict): number =>
        own
          .filter((pair) => (pair.possible ?? pair.verdict) === verdict)
          .reduce((sum, pair) => sum + pair.stores.length, 0);
      expect(classes.find((group) => group.id === id)?.members).toContain(credential);
      expect(verdicts).toMatchObject({
        'total-loss': counted('total-loss'),
        'delayed-loss': counted('delayed-loss'),
        unknown: counted('unknown'),
      });
    }
    for (const { store, worst } of stores) {
      const pair = pairs.find((one) => one.class === worst?.class && one.stores.includes(store));
      expect(pair).toMatchObject({ calls: worst?.calls, plan: worst?.plan });
    }
  });

  it('count what a control ends alike', () => {
    const { report, terminal, html, blast } = told;
    const { controls, stores } = report.blastRadius;
    const worst = stores.find((store) => report.summary.answer.includes(store.name));
    const first = controls.find(({ asset }) => asset === worst?.store);
    const said = `would end ${first?.ends} of ${first?.of} losses`;
    expect(terminal.replaceAll(/\s+/g, ' ')).toContain(said);
    expect(html).toContain(said);
    expect(blast).toContain(`ends ${first?.ends} of ${first?.of} losses`);
  });

  it('are the same in the data that the page carries', () => {
    expect(carried(told.html).blastRadius).toEqual(told.report.blastRadius);
  });
});
