import { defineCheck } from '../../src/findings/check.ts';
import { fail, noneSeen, notApplicable, pass } from '../../src/findings/ruling.ts';
import { storesOfScope } from '../../src/findings/stores-of-scope.ts';
import { count, list, quoted, sortedTiers } from '../../src/findings/wording.ts';
import type { Asset, AssetOf } from '../../src/model/asset.ts';
import type { InventoryIndex } from '../../src/model/inventory.ts';

export default defineCheck({
  id: 'account-holds-one-tier',
  title: 'Production has an account or project of its own',
  severity: { production: 'low', otherwise: 'low' },
  judges: 'container',
  needs: ['store'],
  proof: 'absence',
  why: 'Within one account a boundary is a policy somebody wrote and can get wrong; between two it is there by itself. In the PocketOS incident staging and production lay in one project, so a token found in staging worked in both.',
  fix: {
    railway: {
      steps:
        'Move staging into a project of its own, so that neither a project’s deletion nor a member of it reaches both.',
    },
    aws: {
      steps: 'Give each tier an account of its own under one organisation, and move staging’s stores there.',
      cli: 'aws organizations create-account --account-name staging --email OPS_ADDRESS',
      terraform: 'aws_organizations_account',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.8.31', 'NIST SP 800-53 SC-32'],
  evaluate(container, { index }) {
    if (container.props.type !== 'account' && container.props.type !== 'project') return notApplicable;
    const stores = storesIn(container, index);
    if (stores.length === 0) return noneSeen;
    const tiers = sortedTiers(stores.map(({ id }) => index.tier(id)).filter((tier) => tier !== 'ephemeral'));
    if (tiers.length < 2 || tiers[0] !== 'production') return pass;
    return fail(
      `${quoted(container.name)} holds stores of ${list(tiers)} side by side: ${tiers
        .map((tier) => count(stores.filter(({ id }) => index.tier(id) === tier).length, `${tier} store`))
        .join(', ')}.`,
      { tiers: tiers.join(', '), stores: stores.length },
    );
  },
});

/** What a container holds at any depth; an account links to nothing, and holds what has it as scope. */
function storesIn(container: AssetOf<'container'>, index: InventoryIndex): readonly Asset[] {
  if (container.props.type === 'account') return storesOfScope(index, container.provider, container.scope);
  const open: Asset[] = [container];
  const seen = new Map<string, Asset>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.id)) continue;
    seen.set(next.id, next);
    open.push(...index.to(next.id, 'contains'));
  }
  return [...seen.values()].filter(({ kind }) => kind === 'store');
}
