import type { CollectedAsset } from '../../model/asset.ts';
import type { Gap } from '../../model/inventory.ts';
import type { Account } from './account.ts';
import { lastPart, parseArn } from './arn.ts';
import { type CollectedCredential, credential, masked } from './credential.ts';
import { gapOf } from './gaps.ts';
import { accessKeyId } from './iam-access-keys.ts';
import { getAccountAuthorizationDetails } from './iam-authorization.ts';
import { rootArn } from './iam-root.ts';

/**
 * Marks the credential the scan was run with. One that IAM did not list (it could not be read, or it is a role's
 * session, which no API lists) is added, so that it is never missing from the answer.
 */
export function markSelf(account: Account, assets: readonly CollectedAsset[]): readonly CollectedAsset[] {
  const mine = assets.find((asset) => asset.kind === 'credential' && isOwn(asset, account));
  if (mine === undefined) return withOwn(assets, account);
  return assets.map((asset) =>
    asset === mine && asset.kind === 'credential'
      ? { ...asset, props: { ...asset.props, self: true } }
      : asset,
  );
}

function withOwn(assets: readonly CollectedAsset[], account: Account): readonly CollectedAsset[] {
  const own = ownCredential(account, assets);
  const principal = own.links[0]?.to ?? '';
  if (assets.some((asset) => asset.id === principal)) return [...assets, own];
  return [...assets, unreadPrincipal(account, principal), own];
}

/** The gap that stands for the rights of the scan's own principal where IAM did not show it. */
export function ownGap(account: Account, assets: readonly CollectedAsset[]): readonly Gap[] {
  const target = callerPrincipal(account, assets);
  if (assets.some((asset) => asset.id === target)) return [];
  const failure = {
    reason: 'failed',
    detail: 'the principal of this scan is not among those IAM lists',
  } as const;
  return [gapOf(getAccountAuthorizationDetails, failure, { scope: account.id, region: null, target })];
}

/** The scan's own principal where IAM did not show it: known to exist, its rights unread. */
function unreadPrincipal(account: Account, id: string): CollectedAsset {
  const role = id.includes(':role/');
  return {
    id,
    kind: 'principal',
    provider: 'aws',
    native: role ? 'AWS::IAM::Role' : 'AWS::IAM::User',
    name: lastPart(id),
    scope: account.id,
    region: null,
    createdAt: null,
    tags: {},
    links: [],
    props: { type: role ? 'role' : 'user', mfa: 'unknown', lastActive: 'unknown', managedByProvider: false },
  };
}

function isOwn(asset: CollectedAsset & { readonly kind: 'credential' }, account: Account): boolean {
  if (asset.props.type !== 'access-key' || isSession(account)) return false;
  const ofCaller = asset.links.some((link) => link.as === 'held-by' && link.to === account.callerArn);
  return ofCaller && (asset.props.label === null || asset.props.label === masked(account.accessKeyId));
}

const isSession = (account: Account): boolean => account.accessKeyId.startsWith('ASIA');

function ownCredential(account: Account, assets: readonly CollectedAsset[]): CollectedCredential {
  const principal = callerPrincipal(account, assets);
  const session = isSession(account) || principal !== account.callerArn;
  return credential({
    id: session ? `aws:session:${principal}` : accessKeyId(principal, account.accessKeyId.slice(-4)),
    native: session ? 'AWS::STS::Session' : 'AWS::IAM::AccessKey',
    name: 'the credential of this scan',
    account: account.id,
    principal,
    props: {
      type: session ? 'cli-session' : 'access-key',
      expires: session ? 'unknown' : null,
      // A session has a new key in every scan; its label would say that something changed.
      label: session ? null : masked(account.accessKeyId),
      mfa: session ? 'may' : 'never',
      self: true,
    },
  });
}

/** The IAM principal behind the caller: a session's role, which its ARN names without the path. */
function callerPrincipal(account: Account, assets: readonly CollectedAsset[]): string {
  const { resource = '' } = parseArn(account.callerArn) ?? {};
  if (resource === 'root') return rootArn(account);
  const [kind, name] = resource.split('/');
  if (kind === 'federated-user') return `arn:${account.partition}:iam::${account.id}:user/${name}`;
  if (kind !== 'assumed-role') return account.callerArn;
  const role = assets.find((asset) => asset.native === 'AWS::IAM::Role' && asset.name === name);
  return role?.id ?? `arn:${account.partition}:iam::${account.id}:role/${name}`;
}
