import { defineCheck } from '../../src/findings/check.ts';
import { fail, notApplicable, pass } from '../../src/findings/ruling.ts';
import { list, quoted, sortedTiers } from '../../src/findings/wording.ts';
import type { Asset, Tier } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'workload-uses-store-of-its-tier',
  title: 'Workloads use stores of their own tier only',
  severity: { production: 'high', otherwise: 'high' },
  judges: 'workload',
  needs: [],
  proof: 'absence',
  why: 'A staging service on a production volume runs its migrations, its cleanup jobs and its experiments on real data. Whoever can change staging can then end production.',
  fix: {
    railway: { steps: 'Give the service a volume of its own environment and move the data it needs there.' },
    aws: {
      steps: 'Detach the volume and give the instance one restored from a snapshot.',
      cli: 'aws ec2 detach-volume --volume-id VOLUME_ID --instance-id INSTANCE_ID',
      terraform: 'one aws_ebs_volume and aws_volume_attachment a tier',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.8.31', 'NIST SP 800-53 CM-4(1)'],
  evaluate(workload, { index }) {
    const stores = index.to(workload.id, 'uses').filter((asset) => asset.kind === 'store');
    const own = ownTiers(workload);
    if (stores.length === 0 || own.length === 0) return notApplicable;
    const foreign = stores.filter((store) => {
      const tiers = ownTiers(store);
      return tiers.length > 0 && !tiers.some((tier) => own.includes(tier));
    });
    const names = foreign.map(({ name, id }) => `${quoted(name)} (${index.tier(id)})`).toSorted();
    if (names.length === 0) return pass;
    return fail(
      `${quoted(workload.name)} in ${own.join(' and ')} uses ${list(names)}, a store of another tier.`,
      {
        workload: own.join(', '),
        stores: names.join(', '),
      },
    );
  },
});

/** The tiers it is said to be in by itself: neither by what it is attached to, nor for want of a rule. */
function ownTiers({ environments }: Asset): readonly Tier[] {
  return sortedTiers(
    environments.filter(({ by }) => by === 'declared' || by === 'provider').map(({ tier }) => tier),
  );
}
