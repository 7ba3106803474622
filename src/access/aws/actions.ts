import { type ArnGlob, compileArnGlob, matchesArn, parseArn } from './arn.ts';
import { actionTables } from './data/actions.ts';

export interface ResourceType {
  readonly name: string;
  readonly required: boolean;
  /** ARN with `<Name>` where a name stands. */
  readonly arn: string;
  readonly pattern: ArnGlob;
}

/** What the Service Authorization Reference says of an action. */
export interface ActionFacts {
  readonly types: readonly ResourceType[];
  /** True for actions that name no resource: only `Resource: "*"` takes them in. */
  readonly wildcardOnly: boolean;
  /** Condition keys of the request itself, in lower case; a trailing `/` stands for a family. */
  readonly requestKeys: ReadonlySet<string>;
  /** Condition keys of the resources it acts on. */
  readonly resourceKeys: ReadonlySet<string>;
}

function keySet(keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.filter((key) => key !== '').map((key) => key.replace(/<.*$/s, '').toLowerCase()));
}

function readRow(row: string, types: Readonly<Record<string, string>>): ActionFacts {
  const [typeList = '', keyList = ''] = row.split('|');
  const rows = typeList.split(' ').filter((name) => name !== '');
  const found = rows.map((written) => {
    const name = written.replace('!', '');
    const [arn = '*', ...keys] = (types[name] ?? '*').split(' ');
    return { name, required: written.endsWith('!'), arn, keys };
  });
  return {
    types: found.map(({ name, required, arn }) => ({
      name,
      required,
      arn,
      pattern: compileArnGlob(arn.replaceAll(/<\w+>/g, '*')),
    })),
    wildcardOnly: found.length === 0,
    requestKeys: keySet(keyList.split(' ')),
    resourceKeys: keySet(found.flatMap(({ keys }) => keys)),
  };
}

let byAction: Map<string, () => ActionFacts> | undefined;
const read = new Map<string, ActionFacts>();

function buildIndex(): Map<string, () => ActionFacts> {
  const index = new Map<string, () => ActionFacts>();
  for (const [service, { types, actions }] of Object.entries(actionTables))
    for (const [name, row] of Object.entries(actions))
      index.set(`${service}:${name}`.toLowerCase(), () => readRow(row, types));
  return index;
}

/** What is known of an action (any case); undefined for one that is not in the table. */
export function actionFacts(action: string): ActionFacts | undefined {
  const name = action.toLowerCase();
  const known = read.get(name);
  if (known !== undefined) return known;
  byAction ??= buildIndex();
  const facts = byAction.get(name)?.();
  if (facts !== undefined) read.set(name, facts);
  return facts;
}

/** Could an ARN be of a resource type? */
export function isOfType(type: ResourceType, arn: string): boolean {
  return matchesArn(type.pattern, arn, parseArn(arn));
}
