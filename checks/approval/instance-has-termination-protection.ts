import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'instance-has-termination-protection',
  title: 'Production instances whose volumes end with them have termination protection',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'workload',
  needs: ['workload'],
  proof: 'presence',
  why: 'Terminating an instance deletes the volumes marked to go with it, in one call and for good. Protection makes it two calls: enough against a wrong id in a script, not against an intruder who can switch it off.',
  fix: {
    aws: {
      steps: 'Switch on termination protection, and keep the volume: set its DeleteOnTermination to false.',
      cli: 'aws ec2 modify-instance-attribute --instance-id INSTANCE_ID --disable-api-termination',
      terraform: 'aws_instance, disable_api_termination = true',
    },
  },
  frameworks: [],
  evaluate({ id, name, props }, { index }) {
    if (index.tier(id) !== 'production') return notApplicable;
    const ending = index
      .to(id, 'uses')
      .filter((asset) => asset.kind === 'store')
      .filter((store) =>
        store.props.attached?.some(({ workload, endsWithWorkload }) => endsWithWorkload && workload === id),
      );
    if (ending.length === 0) return notApplicable;
    if (props.guards.some(({ type }) => type === 'termination-protection')) return pass;
    const names = ending.map((store) => quoted(store.name)).toSorted();
    return fail(`Terminating ${quoted(name)} takes one call and deletes ${list(names)} with it.`, {
      terminationProtection: false,
      volumes: ending.length,
    });
  },
});
