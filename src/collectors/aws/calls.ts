import type { ApiCall } from './api-call.ts';
import { iamCalls } from './iam.ts';
import { identityCalls } from './identity.ts';
import { lookupEvents } from './lookup-events.ts';
import { organizationsCalls } from './organizations.ts';
import { describeRegions } from './regions.ts';
import { regionalServices } from './services.ts';

/** Every call the collectors make; the allow-list and the least policy are made from it. */
export const awsCalls: readonly ApiCall[] = [
  ...identityCalls,
  describeRegions,
  lookupEvents,
  ...iamCalls,
  ...organizationsCalls,
  ...regionalServices.flatMap(({ calls }) => calls),
];
