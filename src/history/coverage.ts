import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Coverage } from '../model/history.ts';
import type { Queries } from './database.ts';

/** Keeps what a scan read, once however many scans read the same; the key it is kept under. */
export async function keepCoverage(queries: Queries, coverage: Coverage): Promise<string> {
  const { scope, coverage: sources, gaps } = coverage;
  const text = JSON.stringify({ scope, coverage: sources, gaps });
  const digest = createHash('sha256').update(text).digest('hex');
  await queries
    .insertInto('firebreak_coverages')
    .values({ digest, body: gzipSync(text).toString('base64') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return digest;
}

/** What the scans read that are named by their row's id; scans that read the same share one value. */
export async function coveragesOf(
  queries: Queries,
  scans: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Coverage>> {
  if (scans.size === 0) return new Map();
  const rows = await queries
    .selectFrom('firebreak_scans')
    .select(['id', 'coverage'])
    .where('id', 'in', [...scans])
    .execute();
  const digests = [...new Set(rows.map(({ coverage }) => coverage))];
  const kept = await queries
    .selectFrom('firebreak_coverages')
    .selectAll()
    .where('digest', 'in', digests)
    .execute();
  const byDigest = new Map(kept.map(({ digest, body }) => [digest, unpacked(body)]));
  return new Map(
    rows.flatMap(({ id, coverage }) => {
      const found = byDigest.get(coverage);
      return found === undefined ? [] : [[id, found] as const];
    }),
  );
}

function unpacked(body: string): Coverage {
  return JSON.parse(gunzipSync(Buffer.from(body, 'base64')).toString('utf8')) as Coverage;
}
