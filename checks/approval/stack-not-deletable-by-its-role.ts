import { defineCheck } from '../../src/findings/check.ts';
import { isUntold, passUnless } from '../../src/findings/reach.ts';
import { fail, notApplicable } from '../../src/findings/ruling.ts';
import { list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'stack-not-deletable-by-its-role',
  title: 'Nobody deletes production stores through a stack’s own role',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'container',
  needs: ['principal', 'policy'],
  proof: 'absence',
  why: 'A stack with a role acts with that role’s rights for everyone who may touch the stack. Whoever may delete the stack deletes its databases, though no policy of theirs allows them to delete one.',
  fix: {
    aws: {
      steps:
        'Take the deleting rights from the stack’s role, or deny cloudformation:DeleteStack to all who may not delete the stores themselves.',
      cli: 'firebreak blast STORE',
      terraform: 'aws_cloudformation_stack, iam_role_arn of a role that cannot delete stores',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'NIST SP 800-53 AC-6'],
  evaluate({ id, name, props }, { index, reach }) {
    if (props.type !== 'stack' || index.to(id, 'runs-as').length === 0) return notApplicable;
    const production = index
      .to(id, 'contains')
      .filter((store) => store.kind === 'store' && index.tier(store.id) === 'production');
    const stores = production.filter((store) =>
      reach
        .hitsOn(store.id)
        .some((hit) => reach.steps(hit).some(({ operation }) => operation === 'cloudformation:DeleteStack')),
    );
    if (stores.length === 0) {
      const open = production.flatMap((store) => reach.hitsOn(store.id).filter(isUntold));
      return passUnless(open);
    }
    return fail(
      `Whoever may delete stack ${quoted(name)} ends ${list(stores.map((store) => quoted(store.name)).toSorted())} with the rights of its role.`,
      { stores: stores.length },
    );
  },
});
