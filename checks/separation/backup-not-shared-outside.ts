import { defineCheck } from '../../src/findings/check.ts';
import { fail, inexpressible, pass } from '../../src/findings/ruling.ts';
import { list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'backup-not-shared-outside',
  title: 'No backup is shared with strangers',
  severity: { production: 'high', otherwise: 'medium' },
  judges: 'backup',
  needs: ['backup'],
  proof: 'absence',
  why: 'A copy that is shared is the data itself, out of reach of every control around the store. Public snapshots are found and copied by strangers within hours.',
  fix: {
    aws: {
      steps: 'Remove the sharing from the snapshot or image, then block public sharing for the whole region.',
      cli: 'aws ec2 modify-snapshot-attribute --snapshot-id SNAPSHOT_ID --attribute createVolumePermission --operation-type remove --group-names all',
      terraform: 'aws_ebs_snapshot_block_public_access, state = "block-all-sharing"',
    },
  },
  frameworks: ['SOC 2 CC6.1', 'ISO/IEC 27001:2022 A.5.15', 'NIST SP 800-53 AC-3'],
  evaluate({ id, name, provider, props }, { index }) {
    const own = new Set(
      index.inventory.scope.filter((entry) => entry.provider === provider).map(({ scope }) => scope),
    );
    const strangers = props.sharedWith.filter((account) => !own.has(account)).toSorted();
    if (strangers.length === 0) {
      const unasked = provider === 'aws' && index.tier(id) !== 'production';
      return unasked
        ? inexpressible('whom a backup outside production is shared with by name is not collected')
        : pass;
    }
    const facts = { sharedWith: strangers.join(', ') };
    if (strangers.includes('all')) {
      return fail(`${quoted(name)} is public: anyone can copy the data in it.`, facts, {
        severity: 'critical',
      });
    }
    return fail(
      `${quoted(name)} is shared with ${list(strangers)}, outside the accounts that were scanned.`,
      facts,
    );
  },
});
