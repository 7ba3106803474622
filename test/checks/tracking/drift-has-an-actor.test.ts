import check from '../../../checks/tracking/drift-has-an-actor.ts';
import { specify } from '../table.ts';
import { drifted, type World } from '../world.ts';

const drift = (...actors: readonly (string | null)[]): World => ({
  assets: [],
  context: { drift: actors.map((actor, n) => drifted(`d${n}`, { actor })) },
});

specify(check, {
  pass: [{ title: 'somebody known', world: drift('ann') }],
  fail: [
    {
      title: 'nobody known, where others are',
      world: drift('ann', null),
      says: ['Nobody knows who made this change: guard-removed of "db".'],
      severity: 'medium',
    },
  ],
  notApplicable: [
    {
      title: 'an audit log that nobody read',
      world: drift(null, null),
      notes: ['not read from an audit log'],
    },
  ],
});
