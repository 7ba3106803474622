import { disciplines } from '../findings/check.ts';
import type { Ruling } from '../findings/ruling.ts';
import { cleanText } from '../inventory/clean-text.ts';
import type { AssetKind } from '../model/asset.ts';
import type { Discipline } from '../model/finding.ts';
import type { Severity } from '../model/inventory.ts';

/** What a check of one's own says of itself; the code that judges stays in its process. */
export interface Described {
  readonly id: string;
  readonly title: string;
  readonly discipline: Discipline;
  readonly judges: AssetKind;
  readonly proof: 'presence' | 'absence';
  readonly needs: readonly AssetKind[];
  readonly severity: { readonly production: Severity; readonly otherwise: Severity };
}

const kinds: ReadonlySet<unknown> = new Set<AssetKind>([
  'environment',
  'principal',
  'credential',
  'policy',
  'container',
  'workload',
  'store',
  'backup',
  'schedule',
  'vault',
  'key',
  'trail',
  'restore-test',
]);
const severities: ReadonlySet<unknown> = new Set<Severity>(['critical', 'high', 'medium', 'low']);

/** Reads what another process says a check is; throws in words where it is none. */
export function describedCheck(said: unknown, folder: string): Described {
  const { id, title, judges, proof, needs = [], severity } = record(said, 'its default export is no check');
  if (typeof id !== 'string' || !/^own(-[a-z0-9]+)+$/.test(id))
    throw new Error('its id is none such as own-store-is-tagged');
  if (typeof title !== 'string' || title === '') throw new Error('it has no title');
  if (!kinds.has(judges)) throw new Error('it judges no kind of asset');
  if (proof !== 'presence' && proof !== 'absence')
    throw new Error('its proof is neither presence nor absence');
  const { production, otherwise } = record(severity, 'it has no severity');
  if (!severities.has(production) || !severities.has(otherwise)) throw new Error('its severity is none');
  if (!Array.isArray(needs) || !needs.every((need) => kinds.has(need)))
    throw new Error('it needs no kinds of asset');
  return {
    id,
    title: cleanText(title, 200),
    discipline: disciplines.find((name) => name === folder) ?? 'separation',
    judges: judges as AssetKind,
    proof,
    needs: needs as readonly AssetKind[],
    severity: { production: production as Severity, otherwise: otherwise as Severity },
  };
}

/** Reads what another process says of one asset; throws in words where it is nonsense. */
export function givenRuling(said: unknown): Ruling {
  const { outcome, message, facts = {}, because, seen, severity, note } = record(said, 'it said nothing');
  const isSeen = seen === true ? { seen } : {};
  switch (outcome) {
    case 'pass':
      return { outcome, ...isSeen };
    case 'not-applicable':
      return { outcome, ...(typeof note === 'string' ? { note: cleanText(note, 500) } : {}) };
    case 'unknown':
      if (typeof because !== 'string') break;
      return { outcome, because: cleanText(because, 500) };
    case 'fail': {
      if (typeof message !== 'string' || (severity !== undefined && !severities.has(severity))) break;
      const read = Object.entries(record(facts, 'its facts are none')).map(([field, value]) => [
        cleanText(field, 200),
        cleanText(String(value), 500),
      ]);
      const worse = severity === undefined ? {} : { severity: severity as Severity };
      return {
        outcome,
        message: cleanText(message, 2_000),
        facts: Object.fromEntries(read),
        ...isSeen,
        ...worse,
      };
    }
  }
  throw new Error('what it said is no ruling');
}

function record(value: unknown, otherwise: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(otherwise);
}
