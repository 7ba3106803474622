import { type JsonItem, type JsonService, jsonPage } from './json.ts';
import type { KnownRequest } from './request.ts';

/** Trust anchors and profiles in the service's own names, times in ISO 8601. */
export interface RolesAnywhereWorld {
  readonly trustAnchors?: readonly JsonItem[];
  readonly profiles?: readonly JsonItem[];
}

/** IAM Roles Anywhere, as the stand-in serves it. */
export const rolesAnywhere: JsonService = {
  routes: { 'GET /trustanchors': 'ListTrustAnchors', 'GET /profiles': 'ListProfiles' },
  operations: {
    ListTrustAnchors: (request) => listed(request, 'trustAnchors'),
    ListProfiles: (request) => listed(request, 'profiles'),
  },
};

function listed(request: KnownRequest, list: 'trustAnchors' | 'profiles'): JsonItem {
  const { account, region } = request;
  const items = account.rolesAnywhere?.[region]?.[list] ?? [];
  return jsonPage(request, { list, asked: 'nextToken', given: 'nextToken' }, items);
}
