export { railwayAccess } from './railway-access.ts';
