import { defineCheck } from '../../src/findings/check.ts';
import { endsStore, mayEndStore, unsettled } from '../../src/findings/reach.ts';
import { fail, notApplicable, pass, type Ruling } from '../../src/findings/ruling.ts';
import { count, quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'production-destroyers-within-limit',
  title: 'Only a small group can delete a production store',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: ['credential', 'principal', 'policy'],
  proof: 'absence',
  why: 'Each identity that can delete production is one more laptop, one more pipeline and one more person who can make the mistake. A group small enough to be named is one that can be watched.',
  fix: {
    railway: {
      steps:
        'Lower members who need not delete from Admin to Member, and replace workspace tokens by project tokens.',
    },
    aws: {
      steps: 'Move the deleting rights out of everyday roles into one that few may assume.',
      cli: 'firebreak blast STORE',
    },
  },
  frameworks: ['SOC 2 CC6.3', 'ISO/IEC 27001:2022 A.8.2', 'NIST SP 800-53 AC-6(5)'],
  evaluate(store, judging): Ruling {
    if (judging.index.tier(store.id) !== 'production') return notApplicable;
    const { reach } = judging;
    const able = reach.whose(store.id, endsStore);
    const limit = judging.limits.productionDestroyers;
    if (able.length <= limit) {
      if (reach.whose(store.id, mayEndStore).length <= limit) return pass;
      return unsettled(reach.hitsOn(store.id).filter(({ verdict }) => verdict === 'unknown'));
    }
    const names = able.slice(0, 3).map((id) => quoted(judging.index.get(id)?.name ?? id));
    const others = able.length > names.length ? ` and ${able.length - names.length} more` : '';
    return fail(
      `${count(able.length, 'identity', 'identities')} can delete ${quoted(store.name)}, limit ${limit}: ${names.join(', ')}${others}.`,
      { identities: able.length, limit },
      { owner: `${store.provider} ${store.scope}` },
    );
  },
});
