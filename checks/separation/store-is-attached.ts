import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'store-is-attached',
  title: 'Every volume is used by a workload',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['workload', 'store'],
  proof: 'presence',
  why: 'A volume nobody uses is what cleanup scripts and tidy-minded agents delete first, and the one of which nobody can say whether it still matters.',
  fix: {
    railway: {
      steps: 'Attach the volume to its service again, or dump what it holds and delete it on purpose.',
    },
    aws: {
      steps: 'Attach the volume, or snapshot it and delete it on purpose.',
      cli: 'aws ec2 create-snapshot --volume-id VOLUME_ID',
      terraform: 'aws_volume_attachment',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.5.9', 'NIST SP 800-53 CM-8'],
  evaluate(store, { index }) {
    if (store.props.type !== 'volume' || store.props.pendingDeletion !== null) return notApplicable;
    if (index.from(store.id, 'uses').length > 0 || (store.props.attached?.length ?? 0) > 0) return pass;
    return fail(`${quoted(store.name)} is used by no workload: nobody would notice if it were deleted.`, {
      workloads: 0,
    });
  },
});
