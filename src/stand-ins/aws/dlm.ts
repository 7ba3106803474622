import { type JsonItem, type JsonService, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** Policy id to what GetLifecyclePolicy tells of it. */
export type DlmWorld = ReadonlyMap<string, JsonItem>;

/** Data Lifecycle Manager, as the stand-in serves it. */
export const dlm: JsonService = {
  routes: { 'GET /policies': 'GetLifecyclePolicies', 'GET /policies/{policy}': 'GetLifecyclePolicy' },
  operations: {
    GetLifecyclePolicies: (request) => ({
      Policies: [...policiesOf(request).keys()].map((PolicyId) => ({ PolicyId })),
    }),
    GetLifecyclePolicy: (request) => {
      const Policy = policiesOf(request).get(request.args.get('policy') ?? '');
      return Policy === undefined
        ? jsonRefusal(404, 'ResourceNotFoundException', 'no such policy')
        : { Policy };
    },
  },
};

const policiesOf = ({ account, region }: KnownRequest): DlmWorld => account.dlm?.[region] ?? new Map();
