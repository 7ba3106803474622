import { createHash } from 'node:crypto';
import type { PolicyDetail } from '@aws-sdk/client-iam';
import type { CollectedAsset, Link } from '../../model/asset.ts';
import { gapOf } from './gaps.ts';
import { getAccountAuthorizationDetails } from './iam-authorization.ts';
import type { Reader } from './reader.ts';

/** What a policy asset is made from. */
export interface PolicySource {
  readonly id: string;
  readonly native: string;
  readonly name: string;
  /** `identity`, `boundary`, `inline`, `trust`. */
  readonly type: string;
  /** As IAM returns it: URL-encoded JSON. */
  readonly text: string | null | undefined;
  readonly scope?: string;
  readonly createdAt?: Date | undefined;
  readonly links?: readonly Link[];
}

/** A policy with its document decoded; text that is no JSON is kept as it is, with a gap. */
export function policyAsset(reader: Reader, source: PolicySource): CollectedAsset {
  const document = parsed(source.text ?? '');
  if (document === undefined) reader.gap(unreadable(reader, source.id));
  return {
    id: source.id,
    kind: 'policy',
    provider: 'aws',
    native: source.native,
    name: source.name,
    scope: source.scope ?? reader.account.id,
    region: null,
    createdAt: source.createdAt?.toISOString() ?? null,
    tags: {},
    links: source.links ?? [],
    props: {
      type: source.type,
      document: document ?? source.text ?? null,
      digest: createHash('sha256')
        .update(JSON.stringify(document ?? source.text ?? null))
        .digest('hex'),
    },
  };
}

/** The document of URL-encoded JSON, or undefined for anything else. */
export function parsed(text: string): unknown {
  try {
    const document: unknown = JSON.parse(decodeURIComponent(text));
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(reader: Reader, target: string): ReturnType<typeof gapOf> {
  const failure = { reason: 'failed', detail: 'the policy document is missing or is not JSON' } as const;
  return gapOf({ ...getAccountAuthorizationDetails, kind: 'policy' }, failure, {
    scope: reader.account.id,
    region: null,
    target,
  });
}

/** The inline policies of one principal. */
export function inlinePolicies(
  reader: Reader,
  principal: string,
  native: string,
  policies: readonly PolicyDetail[] | undefined,
): readonly CollectedAsset[] {
  const byName = new Map((policies ?? []).map((policy) => [policy.PolicyName ?? '', policy.PolicyDocument]));
  return [...byName].map(([name, text]) =>
    policyAsset(reader, { id: `${principal}#inline/${name}`, native, name, type: 'inline', text }),
  );
}
