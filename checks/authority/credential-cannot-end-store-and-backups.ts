import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { endsAll, type Hit } from '../../src/findings/reach.ts';
import { type Facts, fail, notApplicable, pass, type Ruling, unknown } from '../../src/findings/ruling.ts';
import { count, quoted, sortedTiers, spoken } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'credential-cannot-end-store-and-backups',
  title: 'No single credential can end a store and every backup of it',
  severity: { production: 'critical', otherwise: 'medium' },
  judges: 'credential',
  needs: [],
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
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.13', 'NIST SP 800-53 AC-5', 'NIST SP 800-53 CP-9(8)'],
  evaluate(credential, judging): Ruling {
    const view = judging.reach.view(credential.id);
    if (view?.breakGlass === true) return notApplicable;
    const hits = judging.reach.ofCredential(credential.id);
    const fatal = hits.filter(({ verdict }) => endsAll(verdict));
    const [worst] = fatal;
    if (worst !== undefined) return ruin(credential.name, credential.props.type, { worst, fatal }, judging);

    const open = hits.filter(({ verdict }) => verdict === 'unknown');
    if (open.length > 0) {
      return unknown(
        'no rule of the provider that was checked settles it',
        open.flatMap(({ pair }) => pair.restsOn),
      );
    }
    return hits.length === 0 && view === undefined ? unknown('its reach was not computed') : pass;
  },
});

/** Production first, then the fewest calls. */
function ruin(
  name: string,
  type: string,
  { worst, fatal }: { readonly worst: Hit; readonly fatal: readonly Hit[] },
  { index }: Judging,
): Ruling {
  const tier = sortedTiers(fatal.flatMap(({ tiers }) => [...tiers.keys()]))[0] ?? 'production';
  const lead =
    fatal.filter(({ tiers }) => tiers.has(tier)).toSorted((a, b) => a.pair.calls - b.pair.calls)[0] ?? worst;
  const stores = fatal.reduce((sum, { tiers }) => sum + (tiers.get(tier)?.stores ?? 0), 0);
  const first = lead.tiers.get(tier)?.first ?? '';
  const may = lead.possible ? 'may be able to end' : 'can end';
  const facts: Facts = {
    verdict: lead.verdict,
    stores,
    'first store': first,
    calls: lead.pair.calls,
    'last way back until': lead.pair.lastWayBackUntil,
  };
  const back = lead.verdict === 'delayed-loss' ? ', the last way back closing some time later' : '';
  return fail(
    `${capital(spoken(type))} ${quoted(name)} ${may} ${count(stores, `${tier} store`)} with every backup${stores === 1 ? '' : ' of them'}${back}: ${quoted(index.get(first)?.name ?? first)} goes in ${count(lead.pair.calls, 'call')}.`,
    facts,
    { severity: severity(tier === 'production', lead), confidence: lead.pair.confidence },
  );
}

function severity(production: boolean, { verdict, possible }: Hit) {
  if (!production) return 'medium';
  return verdict === 'total-loss' && !possible ? 'critical' : 'high';
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
