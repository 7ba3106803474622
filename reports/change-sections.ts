import type { Finding } from '../src/model/finding.ts';
import type { Changes, Moved } from './changes.ts';
import { shown } from './visible.ts';
import { count, moment, severities, spoken, verdictRank } from './words.ts';

export type Tone = 'bad' | 'doubt' | 'good' | 'plain';

/** A list of changes of one sort; texts are already visible, and escaped by whoever shows them. */
export interface ChangeSection {
  readonly title: string;
  readonly tone: Tone;
  readonly rows: readonly { readonly lead: string; readonly text: string }[];
}

/** What changed in one sentence: `2 new, 1 gone, 1 no longer readable; 3 stores worse.` */
export function changeAnswer({ findings, stores, credentials, gaps }: Changes): string {
  const { fresh, gone, unread, changed } = findings;
  const worse = stores.filter(isWorse).length;
  const wider = credentials.filter(isWorse).length;
  const parts: readonly (readonly [n: number, one: string, many?: string])[] = [
    [fresh.length, 'new'],
    [gone.length, 'gone'],
    [unread.length, 'no longer readable'],
    [changed.length, 'changed'],
    [worse, 'store worse off', 'stores worse off'],
    [stores.length - worse, 'store changed', 'stores changed'],
    [wider, 'credential reaching further', 'credentials reaching further'],
    [credentials.length - wider, 'credential changed', 'credentials changed'],
    [gaps.fresh.length, 'new gap', 'new gaps'],
    [gaps.closed.length, 'gap closed', 'gaps closed'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, one, many = one]) => count(n, one, many));
  return said.length === 0 ? 'Nothing changed.' : `${said.join(', ')}.`;
}

/** The two scans that were compared. */
export function changeSpan({ before, after }: Changes): string {
  return `From the scan of ${moment(before.scan.startedAt)} to that of ${moment(after.scan.startedAt)}.`;
}

/** The lists that hold something, what needs a person first. */
export function changeSections(changes: Changes): readonly ChangeSection[] {
  const { findings, stores, credentials, gaps } = changes;
  const sections: readonly ChangeSection[] = [
    { title: 'New', tone: 'bad', rows: bySeverity(findings.fresh).map(findingRow) },
    {
      title: 'Not readable any more',
      tone: 'doubt',
      rows: findings.unread.map(({ finding, why }) => ({
        ...findingRow(finding),
        text: `${shown(finding.message, 240)} Not proven gone: ${shown(why, 200)}.`,
      })),
    },
    { title: 'Stores', tone: 'plain', rows: stores.map(movedRow) },
    { title: 'Credentials', tone: 'plain', rows: credentials.map(movedRow) },
    {
      title: 'Changed',
      tone: 'plain',
      rows: findings.changed.map(({ before, after }) => ({
        ...findingRow(after),
        lead: `${state(before)} → ${state(after)}`,
      })),
    },
    { title: 'Gone', tone: 'good', rows: bySeverity(findings.gone).map(findingRow) },
    { title: 'New gaps', tone: 'doubt', rows: gaps.fresh.map(gapRow) },
    { title: 'Gaps closed', tone: 'good', rows: gaps.closed.map(gapRow) },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/** Whether a store or a credential stands worse than before. */
export function isWorse({ before, after }: Moved): boolean {
  return verdictRank(after?.verdict ?? 'no-reach') < verdictRank(before?.verdict ?? 'no-reach');
}

function bySeverity(list: readonly Finding[]): readonly Finding[] {
  return list.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

function findingRow({ severity, message }: Finding): ChangeSection['rows'][number] {
  return { lead: severity, text: shown(message, 240) };
}

function state({ severity, status, outcome }: Finding): string {
  const told = outcome === 'fail' ? severity : `${severity}, ${outcome}`;
  return status === 'open' ? told : `${told}, ${spoken(status)}`;
}

function movedRow(moved: Moved): ChangeSection['rows'][number] {
  const { name, before, after, unread } = moved;
  const change = `${before?.said ?? 'not there'} → ${after?.said ?? 'not there'}`;
  const doubt = unread === null ? '' : `. Not proven better: ${shown(unread, 200)}`;
  return {
    lead: isWorse(moved) ? 'worse' : unread === null ? 'changed' : 'not known',
    text: `${shown(name)}: ${change}${doubt}.`,
  };
}

function gapRow({ provider, scope, operation, reason, permission }: Changes['gaps']['fresh'][number]) {
  const remedy = permission === null ? '' : `; ${shown(permission)} would close it`;
  return { lead: reason, text: `${provider} ${shown(scope, 60)}: ${shown(operation, 80)}${remedy}` };
}

/** How many rows a cut list leaves out, in words. */
export function moreRows(total: number, most: number): string {
  return total > most ? `and ${(total - most).toLocaleString('en-US')} more` : '';
}
