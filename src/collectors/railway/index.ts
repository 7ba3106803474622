export { attributeRailway } from './attribution.ts';
export { collectRailway, type RailwayOptions } from './collect.ts';
export { railwayPermissions } from './permissions.ts';
export { railwayTaskReader } from './read-task.ts';
