import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

/** Stores that can be protected against deletion, by the provider's type name or its beginning. */
const protectable = /^AWS::(?:RDS|DocDB|Neptune|DynamoDB)::/;

export default defineCheck({
  id: 'store-has-deletion-protection',
  title: 'Production databases and tables have deletion protection',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['store'],
  proof: 'presence',
  why: 'With deletion protection on, a wrong name in a script or a stray `terraform destroy` is refused. It does not stop an intruder who may switch it off; it stops everybody else.',
  fix: {
    aws: {
      steps:
        'Switch on deletion protection, and keep the right to switch it off apart from the right to delete.',
      cli: 'aws rds modify-db-instance --db-instance-identifier NAME --deletion-protection',
      terraform:
        'aws_db_instance, deletion_protection = true; aws_dynamodb_table, deletion_protection_enabled = true',
    },
  },
  frameworks: [],
  evaluate({ id, name, native, props }, { index }) {
    if (!protectable.test(native) || index.tier(id) !== 'production') return notApplicable;
    const boxes = index.from(id, 'contains').filter((asset) => asset.kind === 'container');
    const guards = [props.guards, ...boxes.map((box) => box.props.guards)].flat();
    if (guards.some(({ type }) => type === 'deletion-protection')) return pass;
    return fail(`${quoted(name)} has no deletion protection: one call deletes it.`, {
      deletionProtection: false,
    });
  },
});
