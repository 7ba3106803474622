import { defineCheck } from '../../src/findings/check.ts';
import { fail, pass } from '../../src/findings/ruling.ts';
import { quoted } from '../../src/findings/wording.ts';

export default defineCheck({
  id: 'environment-is-classified',
  title: 'Every store lies in an environment that somebody classified',
  severity: { production: 'medium', otherwise: 'low' },
  judges: 'store',
  needs: [],
  proof: 'presence',
  why: 'What nobody classified is judged as production, so that no store escapes by lacking a tag. Saying what it is makes every other finding about it true, and often milder.',
  fix: {
    railway: {
      steps: 'Add a rule under `environments` in firebreak.yaml that matches this Railway environment.',
    },
    aws: {
      steps:
        'Tag the store with its environment, or add a rule for its account under `environments` in firebreak.yaml.',
      cli: 'aws ec2 create-tags --resources VOLUME_ID --tags Key=env,Value=staging',
      terraform: 'tags = { env = "staging" }, or default_tags on the provider',
    },
  },
  frameworks: ['ISO/IEC 27001:2022 A.5.9', 'NIST SP 800-53 CM-8'],
  evaluate(store, { index }) {
    if (store.environments.some(({ by }) => by !== 'assumed')) return pass;
    const [place] = index.to(store.id, 'in').filter(({ kind }) => kind === 'environment');
    const where = place === undefined ? `account ${store.scope}` : `environment ${quoted(place.name)}`;
    return fail(
      `Nothing says which tier ${quoted(store.name)} in ${where} belongs to, so it counts as production (assumed).`,
      { environment: place?.id ?? null, scope: store.scope },
      { owner: place?.id ?? `${store.provider} ${store.scope}` },
    );
  },
});
