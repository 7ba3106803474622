import type { PolicyProps } from '../../model/asset.ts';
import { type PolicyDocument, type ReadPolicy, readPolicy } from './policy.ts';
import { PolicyError } from './policy-error.ts';
import { compilePolicy } from './statement.ts';

/**
 * What going back to another version of a managed policy gives beyond the one in force: `unread` and `something` leave
 * open whether it is enough, `everything` allows all there is and denies nothing.
 */
export type OlderVersions = 'unread' | 'nothing' | 'something' | 'everything';

const ranks: readonly OlderVersions[] = ['nothing', 'unread', 'something', 'everything'];

/** The most that any other version of a policy gives; IAM keeps four of them at most. */
export function olderVersionsOf({ document, otherVersions }: PolicyProps): OlderVersions {
  if (otherVersions === undefined) return 'unread';
  return otherVersions
    .map((other) => givenBy(other.document, document))
    .reduce<OlderVersions>((most, one) => (ranks.indexOf(one) > ranks.indexOf(most) ? one : most), 'nothing');
}

function givenBy(other: unknown, current: unknown): OlderVersions {
  try {
    const compiled = compilePolicy(other as PolicyDocument, 'identity');
    const isAll = compiled.statements.some(
      ({ effect, actions, resources, tests }) =>
        effect === 'Allow' && actions.all && resources.all && tests.length === 0,
    );
    if (isAll && !compiled.statements.some(({ effect }) => effect === 'Deny')) return 'everything';
    const [was, is] = [readPolicy(other as PolicyDocument, ''), readPolicy(current as PolicyDocument, '')];
    return isNoWider(was, is) ? 'nothing' : 'something';
  } catch (error) {
    if (error instanceof PolicyError) return 'unread';
    throw error;
  }
}

/** Whether every allowance of one stands in the other as it is written, and the other has no denial beyond its own. */
function isNoWider(was: ReadPolicy, is: ReadPolicy): boolean {
  const allowedNow = new Set(statementsOf(is, 'Allow'));
  const deniedThen = new Set(statementsOf(was, 'Deny'));
  return (
    was.variables === is.variables &&
    statementsOf(was, 'Allow').every((statement) => allowedNow.has(statement)) &&
    statementsOf(is, 'Deny').every((statement) => deniedThen.has(statement))
  );
}

function statementsOf({ statements }: ReadPolicy, wanted: 'Allow' | 'Deny'): readonly string[] {
  const own = statements.filter(({ effect }) => effect === wanted);
  return own.map(({ id: _, ...statement }) => JSON.stringify(statement));
}
