import { type Json, type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** The keys of one Region. */
export interface KmsWorld {
  /** What DescribeKey tells of each; `Arn` and `KeyId` are needed. */
  readonly keys?: readonly JsonItem[];
  readonly aliases?: readonly JsonItem[];
  /** Key ARN to its policy. */
  readonly policies?: ReadonlyMap<string, Json>;
}

/** KMS, as the stand-in serves it. */
export const kms: JsonService = {
  operations: {
    ListKeys: (request) => {
      const keys = (worldOf(request).keys ?? []).map(({ Arn = '', KeyId = '' }) => ({ KeyArn: Arn, KeyId }));
      return page(request, 'Keys', keys);
    },
    ListAliases: (request) => page(request, 'Aliases', worldOf(request).aliases),
    DescribeKey: (request) => {
      const key = (worldOf(request).keys ?? []).find(({ Arn }) => Arn === request.args.get('KeyId'));
      return key === undefined ? missing() : { KeyMetadata: key };
    },
    GetKeyPolicy: (request) => {
      const policy = worldOf(request).policies?.get(request.args.get('KeyId') ?? '');
      if (policy === undefined) return missing();
      return { Policy: typeof policy === 'string' ? policy : JSON.stringify(policy) };
    },
  },
};

const worldOf = ({ account, region }: KnownRequest): KmsWorld => account.kms?.[region] ?? {};
const missing = () => jsonRefusal(400, 'NotFoundException', 'Key does not exist');

function page(request: KnownRequest, list: string, items: readonly JsonItem[] = []): JsonItem {
  const answer = jsonPage(request, { list, asked: 'Marker', given: 'NextMarker' }, items);
  return { ...answer, Truncated: answer.NextMarker !== undefined };
}
