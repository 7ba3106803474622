import { type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** Rules as GetRule tells of them, times in seconds since 1970. */
export type RecycleBinWorld = readonly JsonItem[];

/** The Recycle Bin, as the stand-in serves it. */
export const recycleBin: JsonService = {
  routes: { 'POST /list-rules': 'ListRules', 'GET /rules/{Identifier}': 'GetRule' },
  operations: {
    ListRules: (request) => {
      const type = request.args.get('ResourceType');
      if (type === undefined) return jsonRefusal(400, 'ValidationException', 'ResourceType is required');
      const rules = rulesOf(request).filter(({ ResourceType }) => ResourceType === type);
      return jsonPage(request, { list: 'Rules', asked: 'NextToken', given: 'NextToken' }, rules.map(summary));
    },
    GetRule: (request) => {
      const id = request.args.get('Identifier');
      const rule = rulesOf(request).find(({ Identifier }) => Identifier === id);
      return rule ?? jsonRefusal(404, 'ResourceNotFoundException', `no rule ${id}`);
    },
  },
};

/** What the list tells of a rule: neither its tags nor what it keeps. */
function summary({ Identifier, Description, RetentionPeriod, LockState, RuleArn }: JsonItem): JsonItem {
  return { Identifier, Description, RetentionPeriod, LockState, RuleArn };
}

const rulesOf = ({ account, region }: KnownRequest): RecycleBinWorld => account.rbin?.[region] ?? [];
