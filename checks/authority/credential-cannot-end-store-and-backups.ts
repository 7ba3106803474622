import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { byTier, endsAll, type Hit, type ReachInTier, unsettled } from '../../src/findings/reach.ts';
import { fail, notApplicable, pass, type Ruling, unknown } from '../../src/findings/ruling.ts';
import { count, credentialName, moment, quoted } from '../../src/findings/wording.ts';
import type { AssetOf, Tier } from '../../src/model/asset.ts';
import type { Severity } from '../../src/model/inventory.ts';

export default defineCheck({
  id: 'credential-cannot-end-store-and-backups',
  title: 'No single credential can end a store and every backup of it',
  severity: { production: 'critical', otherwise: 'low' },
  judges: 'credential',
  needs: ['store'],
  proof: 'absence',
  why: 'In April 2026 an agent tidying up staging found a token made for domain chores, sent one volumeDelete, and took the production database of PocketOS and all its volume backups with it. Whoever can end the data must not also be able to end every way back.',
  fix: {
    railway: {
      steps:
        'Keep a scheduled dump outside Railway, under an account whose keys are not in this workspace, and restore it once to be sure. Then revoke the tokens nobody needs: every account or workspace token of an admin can do this.',
    },
    aws: {
      steps:
        'Copy backups to a vault in another account, locked in compliance mode, and deny snapshot deletion to this principal; a deny it can edit itself does not count.',
      cli: 'aws backup put-backup-vault-lock-configuration --backup-vault-name VAULT --min-retention-days 14 --changeable-for-days 3',
      terraform:
        'aws_backup_vault_lock_configuration in the other account, and aws_backup_plan with a copy_action to it',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 AC-5', 'NIST SP 800-53 CP-9(7)'],
  evaluate(credential, judging): Ruling {
    const view = judging.reach.view(credential.id);
    if (view?.breakGlass === true) return notApplicable;
    const hits = judging.reach.ofCredential(credential.id);
    const [worst] = byTier(hits.filter(({ verdict }) => endsAll(verdict)));
    if (worst !== undefined) return ruin(credential, worst, judging);

    const open = hits.filter(({ verdict }) => verdict === 'unknown');
    if (open.length > 0) return unsettled(open);
    return hits.length === 0 && view === undefined ? unknown('its reach was not computed') : pass;
  },
});

function ruin({ name, props }: AssetOf<'credential'>, worst: ReachInTier, { index }: Judging): Ruling {
  const { tier, lead, first, stores } = worst;
  const { verdict, possible, pair } = lead;
  const may = possible ? 'may be able to end' : 'can end';
  const backups = stores === 1 ? 'every backup' : 'every backup of them';
  const until = pair.lastWayBackUntil;
  const back = until === null ? '' : ` The last way back ends on ${moment(until)}.`;
  const facts = { verdict, stores, 'first store': first, calls: pair.calls, 'last way back until': until };
  return fail(
    `${credentialName(props.type, name)} ${may} ${count(stores, `${tier} store`)} with ${backups}: ${quoted(index.get(first)?.name ?? first)} goes in ${count(pair.calls, 'call')}.${back}`,
    facts,
    { severity: severity(tier, lead), confidence: pair.confidence },
  );
}

function severity(tier: Tier, { verdict, possible }: Hit): Severity {
  if (tier !== 'production') return 'low';
  return verdict === 'total-loss' && !possible ? 'critical' : 'high';
}
