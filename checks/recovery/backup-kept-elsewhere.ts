import { defineCheck } from '../../src/findings/check.ts';
import { backupsOf, countedCopiesOf } from '../../src/findings/copies.ts';
import { fail, noneSeen, notApplicable, pass, type Ruling } from '../../src/findings/ruling.ts';
import { allOf, list, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'backup-kept-elsewhere',
  title: 'At least one backup of every store lies in another account',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: [{ kind: 'backup', region: 'any' }],
  proof: 'presence',
  why: 'Backups beside their store share its fate: the administrator who can delete one can delete the other, and a closed account or a lost region takes both. Code Spaces closed in 2014 after an intruder in its one AWS account had deleted data and backups alike.',
  fix: {
    railway: {
      steps:
        'Schedule a dump to a bucket of another provider, and declare it under `copies` in firebreak.yaml.',
    },
    aws: {
      steps:
        'Copy recovery points to a vault in another account and region, one that no principal here can enter.',
      cli: 'aws backup start-copy-job --recovery-point-arn ARN --source-backup-vault-name VAULT --destination-backup-vault-arn OTHER_VAULT_ARN --iam-role-arn ROLE_ARN',
      terraform: 'aws_backup_plan, rule.copy_action.destination_vault_arn',
    },
  },
  frameworks: ['SOC 2 A1.2', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 CP-6', 'NIST SP 800-53 CP-9(3)'],
  evaluate(store, judging): Ruling {
    if (judging.index.tier(store.id) === 'ephemeral') return notApplicable;
    const lasting = backupsOf(store, judging).filter(({ props }) => props.survivesSource === true);
    if (countedCopiesOf(store, judging).length > 0) return pass;
    if (lasting.length === 0) return noneSeen;
    const places = lasting.map(({ props }) => props.location);
    if (places.some(({ provider, account }) => provider !== store.provider || account !== store.scope))
      return pass;

    const regions = distinct(places.map(({ region }) => region ?? 'no region'));
    const vaults = distinct(places.flatMap(({ vault }) => (vault === null ? [] : [vault])));
    const inVault = vaults.length === 0 ? '' : `, in vault ${list(vaults)}`;
    const sameRegion = regions.length === 1 && regions[0] === store.region;
    return fail(
      `${allOf(lasting.length, 'backup')} of ${quoted(store.name)} ${lasting.length === 1 ? 'lies' : 'lie'} in its own account ${store.scope}, ${sameRegion ? 'and in its own region' : 'in'} ${list(regions)}${inVault}.`,
      { account: store.scope, regions: regions.join(', '), vaults: vaults.join(', ') },
      sameRegion ? {} : { severity: 'low' },
    );
  },
});

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
