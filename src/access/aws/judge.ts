import type { LayerStatements, Relevant } from './relevant.ts';
import { and, NO, not, or, type Truth, YES } from './truth.ts';

/**
 * How the layers combine. `same-account`: identity or resource policy grants. `gated`: the resource policy must
 * grant itself or hand the decision to the account (keys, role trust). `cross-account`: both must grant.
 * `resource-only`: the caller has no identity policies (services, sign-in providers, anonymous).
 */
export type Combination = 'same-account' | 'gated' | 'cross-account' | 'resource-only';

/** Everything that has a say in one question. */
export interface Case {
  readonly combination: Combination;
  /** null: the caller needs none (root). */
  readonly identity: LayerStatements | null;
  /** null: there is none, so it limits nothing. */
  readonly boundary: LayerStatements | null;
  readonly session: LayerStatements | null;
  readonly serviceControl: readonly LayerStatements[];
  readonly resourceControl: readonly LayerStatements[];
  readonly resource: LayerStatements | null;
}

export type Settle = (relevant: Relevant) => Truth;

function any(list: readonly Relevant[], settle: Settle): Truth {
  let truth: Truth = NO;
  for (const relevant of list) {
    truth = or(truth, settle(relevant));
    if (truth === YES) break;
  }
  return truth;
}

function allows(layer: LayerStatements | null, settle: Settle): Truth {
  return layer === null ? YES : any(layer.allow, settle);
}

/** All layers of a case, outermost first. */
export function layersOf(one: Case): readonly LayerStatements[] {
  const rest = [one.identity, one.boundary, one.session, one.resource].filter((layer) => layer !== null);
  return [...one.serviceControl, ...one.resourceControl, ...rest];
}

function denied(one: Case, settle: Settle): Truth {
  let truth: Truth = NO;
  const take = (layer: LayerStatements | null) => {
    if (layer !== null && layer.deny.length > 0 && truth !== YES) truth = or(truth, any(layer.deny, settle));
  };
  one.serviceControl.forEach(take);
  one.resourceControl.forEach(take);
  take(one.identity);
  take(one.boundary);
  take(one.session);
  take(one.resource);
  return truth;
}

/** What the resource policy grants, by how it names the caller. */
function granted(one: Case, settle: Settle, grant: Relevant['grant']): Truth {
  if (one.resource === null) return NO;
  let truth: Truth = NO;
  for (const relevant of one.resource.allow)
    if (relevant.grant === grant) truth = or(truth, settle(relevant));
  return truth;
}

/**
 * Is the request allowed?
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judge(one: Case, settle: Settle): Truth {
  let truth = not(denied(one, settle));
  for (const level of one.serviceControl) {
    if (truth === NO) return NO;
    truth = and(truth, any(level.allow, settle));
  }
  return truth === NO ? NO : and(truth, grants(one, settle));
}

function grants(one: Case, settle: Settle): Truth {
  const limits = and(allows(one.boundary, settle), allows(one.session, settle));
  const identity = and(allows(one.identity, settle), limits);
  if (one.resource === null) return one.combination === 'same-account' ? identity : NO;
  const direct = granted(one, settle, 'direct');
  const role = and(granted(one, settle, 'role'), limits);
  const account = granted(one, settle, 'account');
  switch (one.combination) {
    case 'same-account':
      return or(identity, or(direct, role));
    case 'gated':
      return or(and(account, identity), or(direct, role));
    case 'cross-account':
      return and(identity, or(account, or(direct, granted(one, settle, 'role'))));
    case 'resource-only':
      return or(account, or(direct, role));
  }
}
