import check from '../../../checks/separation/variable-names-no-production.ts';
import { specify } from '../table.ts';
import { type World, workload } from '../world.ts';

const variable = (name: string) => ({ name, references: [], sealed: false });
const staging = (...names: readonly string[]): World => ({
  assets: [workload('api', { tier: 'staging', props: { variables: names.map(variable) } })],
});

specify(check, {
  pass: [
    { title: 'names of its own', world: staging('DATABASE_URL', 'PRODUCT_URL') },
    { title: 'production by name, and no way to data', world: staging('PROD_MODE') },
  ],
  fail: [
    {
      title: 'a connection string of production',
      world: staging('PROD_DATABASE_URL', 'X'),
      says: ['"api" in staging has PROD_DATABASE_URL', 'Its value is not read.'],
      severity: 'medium',
    },
    { title: 'anywhere in the name', world: staging('LEGACY_PRODUCTION_DB_PASSWORD') },
  ],
  notApplicable: [
    {
      title: 'in production itself',
      world: { assets: [workload('api', { props: { variables: [variable('PROD_DATABASE_URL')] } })] },
    },
    { title: 'variables that were not read', world: { assets: [workload('api', { tier: 'staging' })] } },
  ],
});
