import check from '../../../checks/tracking/trail-is-logging.ts';
import { specify } from '../table.ts';
import { asset, type World } from '../world.ts';

const trail = (logging: boolean | 'unknown' | 'inexpressible'): World => ({
  assets: [asset('trail', 't', { props: { logging } })],
});

specify(check, {
  pass: [{ title: 'on', world: trail(true) }],
  fail: [{ title: 'off', world: trail(false), says: ['Audit log "t" is switched off.'], severity: 'high' }],
  unknown: [{ title: 'not read', world: trail('unknown') }],
  notApplicable: [{ title: 'no such field', world: trail('inexpressible'), notes: ['does not say'] }],
});
