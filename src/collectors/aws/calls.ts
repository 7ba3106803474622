import type { ApiCall } from './api-call.ts';
import { ec2Calls } from './ec2.ts';
import { iamCalls } from './iam.ts';
import { identityCalls } from './identity.ts';
import { describeRegions } from './regions.ts';

/** Every call the collectors make; the allow-list and the least policy are made from it. */
export const awsCalls: readonly ApiCall[] = [...identityCalls, describeRegions, ...iamCalls, ...ec2Calls];
