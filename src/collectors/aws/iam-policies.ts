import { createHash } from 'node:crypto';
import type { PolicyDetail } from '@aws-sdk/client-iam';
import type { CollectedAsset, Link, PolicyProps } from '../../model/asset.ts';
import type { ApiCall } from './api-call.ts';
import { gapOf } from './gaps.ts';
import { getAccountAuthorizationDetails } from './iam-authorization.ts';
import type { Reader } from './reader.ts';

/** What a policy asset is made from. */
export interface PolicySource {
  readonly id: string;
  readonly native: string;
  readonly name: string;
  /** As in `PolicyProps`. */
  readonly type: string;
  /** JSON as the service returns it: IAM's is URL-encoded. */
  readonly text: string | null | undefined;
  /** Versions that are not in force, by their id, where they are known. */
  readonly others?: ReadonlyMap<string, string | null>;
  readonly scope?: string;
  readonly createdAt?: Date | undefined;
  readonly links?: readonly Link[];
  readonly region?: string | null;
  /** The call it came with; default: IAM's authorization details. */
  readonly call?: ApiCall;
}

/** A policy with its document decoded; text that is no JSON is kept as it is, with a gap. */
export function policyAsset(reader: Reader, source: PolicySource): CollectedAsset {
  const document = parsed(source.text ?? '');
  if (document === undefined) reader.gap(unreadable(reader, source));
  return {
    id: source.id,
    kind: 'policy',
    provider: 'aws',
    native: source.native,
    name: source.name,
    scope: source.scope ?? reader.account.id,
    region: source.region ?? null,
    createdAt: source.createdAt?.toISOString() ?? null,
    tags: {},
    links: source.links ?? [],
    props: {
      type: source.type,
      document: document ?? source.text ?? null,
      digest: createHash('sha256')
        .update(JSON.stringify(document ?? source.text ?? null))
        .digest('hex'),
      ...(source.others === undefined ? {} : { otherVersions: versionsOf(source.others) }),
    },
  };
}

function versionsOf(others: ReadonlyMap<string, string | null>): NonNullable<PolicyProps['otherVersions']> {
  return [...others]
    .map(([id, text]) => ({ id, document: parsed(text ?? '') ?? text }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The document of JSON, URL-encoded or plain, or undefined for anything else. */
export function parsed(text: string): unknown {
  try {
    const plain = /^\s*\{/.test(text) ? text : decodeURIComponent(text);
    const document: unknown = JSON.parse(plain);
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(reader: Reader, { id, call, region }: PolicySource): ReturnType<typeof gapOf> {
  const failure = { reason: 'failed', detail: 'the policy document is missing or is not JSON' } as const;
  return gapOf({ ...(call ?? getAccountAuthorizationDetails), kind: 'policy' }, failure, {
    scope: reader.account.id,
    region: region ?? null,
    target: id,
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
