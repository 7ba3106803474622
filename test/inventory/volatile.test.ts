import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import schema from '../../reports/json/report.schema.json' with { type: 'json' };
import { volatileFields, withoutVolatile } from '../../src/inventory/volatile.ts';
import { fixtureReport } from '../reports/fixture.ts';

interface Part {
  readonly $ref?: string;
  readonly $comment?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
}

const definitions: Readonly<Record<string, Part>> = schema.$defs as object as Readonly<Record<string, Part>>;

/** Fields that the schema marks, each under the field that holds it. */
function marked(part: Part, under: string, seen: ReadonlySet<string> = new Set()): readonly string[] {
  const { $ref, items, anyOf = [], properties = {} } = part;
  const name = $ref?.split('/').at(-1);
  if (name !== undefined)
    return seen.has(name) ? [] : marked(definitions[name] ?? {}, under, new Set([...seen, name]));
  return [
    ...[...(items === undefined ? [] : [items]), ...anyOf].flatMap((each) => marked(each, under, seen)),
    ...Object.entries(properties).flatMap(([field, each]) => [
      ...(each.$comment?.startsWith('volatile') === true ? [`${under}${field}`] : []),
      ...marked(each, `${field}.`, seen),
    ]),
  ];
}

describe('the volatile fields', () => {
  it('are those that the schema of the report marks, and those of the inventory', () => {
    const ofInventory = ['takenAt', 'props.lastUsed', 'props.lastActive'];
    const all = new Set([...marked(schema as object as Part, ''), ...ofInventory]);
    expect([...all].toSorted()).toEqual([...volatileFields].toSorted());
  });

  it('are those that the guide lists', () => {
    const guide = readFileSync('docs/guides/record-and-resume.md', 'utf8');
    const rows = guide.match(/^\| `.*$/gm)?.map((row) => row.split('|')[1] ?? '') ?? [];
    const listed = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, field]) => field));
    expect(listed.toSorted()).toEqual([...volatileFields].toSorted());
  });

  it('are nothing else of a report: neither the calls of a plan nor until when an exception holds', () => {
    const report = fixtureReport();
    const still = withoutVolatile(report);
    expect(still).not.toEqual(report);
    expect(still.blastRadius.plans).toEqual(report.blastRadius.plans);
    expect(still.blastRadius.pairs.map(({ calls, stoppedBy }) => [calls, stoppedBy])).toEqual(
      report.blastRadius.pairs.map(({ calls, stoppedBy }) => [calls, stoppedBy]),
    );
    expect(still.findings.map(({ exception }) => exception)).toEqual(
      report.findings.map(({ exception }) => exception),
    );
  });
});
