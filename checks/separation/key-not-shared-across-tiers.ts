import { defineCheck, type Judging } from '../../src/findings/check.ts';
import { fail, noneSeen, pass } from '../../src/findings/ruling.ts';
import { list, quoted, sortedTiers } from '../../src/findings/wording.ts';
import type { Asset } from '../../src/model/asset.ts';

export default defineCheck({
  id: 'key-not-shared-across-tiers',
  title: 'No encryption key is shared by production and another tier',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'key',
  needs: ['store'],
  proof: 'absence',
  why: 'To destroy a key is to destroy everything under it. A key that staging uses too is in the rights of those who run staging, and so is production.',
  fix: {
    aws: {
      steps:
        'Make a key for each tier, re-encrypt the lower tier’s stores under theirs, and take its users out of this key’s policy.',
      cli: 'aws kms create-key --description staging',
      terraform: 'one aws_kms_key a tier',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.8.31'],
  evaluate(key, judging) {
    const under = storesUnder(key, judging);
    if (under.length === 0) return noneSeen;
    const tiers = sortedTiers(under.map(({ id }) => judging.index.tier(id)));
    if (tiers.length < 2 || tiers[0] !== 'production') return pass;
    const names = under.map(({ name }) => quoted(name)).toSorted();
    return fail(`${quoted(key.name)} encrypts stores of ${list(tiers)}: ${list(names)}.`, {
      tiers: tiers.join(', '),
      stores: under.length,
    });
  },
});

function storesUnder({ id }: Asset, { index }: Judging): readonly Asset[] {
  return index.from(id, 'encrypted-with').filter(({ kind }) => kind === 'store');
}
