import { defineCheck } from '../../src/findings/check.ts';
import { fail, noneSeen, notApplicable, pass } from '../../src/findings/ruling.ts';
import { count, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'stack-has-termination-protection',
  title: 'Stacks that hold production stores have termination protection',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'container',
  needs: ['store'],
  proof: 'presence',
  why: 'Deleting a stack deletes what it made, databases included, with the rights of the stack’s own role: whoever may delete the stack need not be allowed to delete a single database.',
  fix: {
    aws: {
      steps: 'Switch on termination protection, and set DeletionPolicy: Retain on every store of the stack.',
      cli: 'aws cloudformation update-termination-protection --stack-name STACK --enable-termination-protection',
      terraform: 'aws_cloudformation_stack with a template whose stores have DeletionPolicy: Retain',
    },
  },
  frameworks: [],
  evaluate({ id, name, props }, { index }) {
    if (props.type !== 'stack') return notApplicable;
    const stores = index.to(id, 'contains').filter(({ kind }) => kind === 'store');
    if (stores.length === 0) return noneSeen;
    if (!stores.some((store) => index.tier(store.id) === 'production')) return notApplicable;
    if (props.guards.some(({ type }) => type === 'termination-protection')) return pass;
    return fail(
      `Deleting stack ${quoted(name)} takes one call and ${count(stores.length, 'store')} with it.`,
      {
        terminationProtection: false,
        stores: stores.length,
      },
    );
  },
});
