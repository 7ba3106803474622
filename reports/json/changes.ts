import type { Report } from '../../src/model/report.ts';
import type { Changes } from '../changes.ts';
import { jsonText } from './render.ts';

/** The changes as JSON (schema `firebreak.changes/1`): each list as in report.json, one row a line. */
export function renderJsonChanges({ before, after, findings, stores, credentials, gaps }: Changes): string {
  return jsonText({
    schema: 'firebreak.changes/1',
    tool: after.tool,
    before: scanOf(before),
    after: scanOf(after),
    findings,
    stores,
    credentials,
    gaps,
  });
}

function scanOf({ scan, summary }: Report): object {
  return { ...scan, exitCode: summary.exitCode };
}
