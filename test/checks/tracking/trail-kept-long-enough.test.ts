import check from '../../../checks/tracking/trail-kept-long-enough.ts';
import { specify } from '../table.ts';
import { asset, type World } from '../world.ts';

const trail = (retentionDays: number | null | 'unknown' | 'inexpressible', provider = 'aws'): World => ({
  assets: [asset('trail', 't', { provider, props: { retentionDays } })],
});

specify(check, {
  pass: [
    { title: 'for good', world: trail(null) },
    { title: 'as long as the limit', world: trail(90) },
  ],
  fail: [{ title: 'a month', world: trail(30), says: ['is kept 30 days, limit 90'], severity: 'medium' }],
  unknown: [{ title: 'not read', world: trail('unknown', 'railway') }],
  notApplicable: [
    { title: 'a trail that delivers to a bucket', world: trail('unknown'), notes: ['for its bucket to say'] },
    { title: 'no such field', world: trail('inexpressible') },
  ],
});
