import type { ClearingCall, CollectedAsset, Guard } from '../../model/asset.ts';

/** A Recycle Bin rule in force: which deletions in its Region it catches, and for how long it keeps them. */
export interface RetentionRule {
  /** ARN. */
  readonly rule: string;
  readonly region: string;
  /** `EBS_SNAPSHOT`, `EBS_VOLUME`, `EC2_IMAGE`. */
  readonly catches: string;
  /** It catches what has one of these tags; empty: everything, but what has one of `except`. */
  readonly tags: readonly ResourceTag[];
  readonly except: readonly ResourceTag[];
  readonly hours: number;
}

interface ResourceTag {
  readonly key: string;
  /** null: the rule names a key alone. */
  readonly value: string | null;
}

const resources: Readonly<Record<string, string>> = {
  EBS_SNAPSHOT: 'snapshot',
  EBS_VOLUME: 'volume',
  EC2_IMAGE: 'image',
};

/**
 * Guards what the account's rules catch when it is deleted, by whichever service:
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-concepts.html
 */
export function guardByRules(
  assets: readonly CollectedAsset[],
  rules: readonly RetentionRule[],
): readonly CollectedAsset[] {
  if (rules.length === 0) return assets;
  const byPlace = Map.groupBy(rules, ({ region, catches }) => `${region} ${resources[catches] ?? catches}`);
  return assets.map((asset) => {
    if (asset.kind !== 'store' && asset.kind !== 'backup') return asset;
    const here = byPlace.get(`${asset.region} ${resourceOf(asset.id)}`) ?? [];
    const guards = here.filter((rule) => isCaught(asset.tags, rule)).map(guardOf);
    return guards.length === 0 ? asset : guarded(asset, guards);
  });
}

type Guarded = Extract<CollectedAsset, { readonly kind: 'store' | 'backup' }>;

function guarded(asset: Guarded, more: readonly Guard[]): CollectedAsset {
  const guards = [...asset.props.guards, ...more];
  // Each kind keeps its own props.
  return { ...asset, props: { ...asset.props, guards } } as CollectedAsset;
}

/** `snapshot` of `arn:aws:ec2:eu-west-1::snapshot/snap-1`; empty for what is not EC2's. */
function resourceOf(arn: string): string {
  const [, , service, , , resource = ''] = arn.split(':');
  return service === 'ec2' ? (resource.split('/')[0] ?? '') : '';
}

function isCaught(
  has: CollectedAsset['tags'],
  { tags, except }: Pick<RetentionRule, 'tags' | 'except'>,
): boolean {
  const isOn = ({ key, value }: ResourceTag): boolean => Object.hasOwn(has, key) && has[key] === value;
  const isNamed = ({ key, value }: ResourceTag): boolean =>
    Object.hasOwn(has, key) && (value === null || has[key] === value);
  return tags.length > 0 ? tags.some(isOn) : !except.some(isNamed);
}

/** The rule is ended on itself; by tags it is passed by on what it would catch. */
function guardOf({ rule, catches, tags, except, hours }: RetentionRule): Guard {
  const byTags: readonly ClearingCall[] =
    tags.length > 0
      ? [{ operation: 'ec2:DeleteTags' }, { operation: 'ec2:CreateTags' }]
      : except.length > 0
        ? [{ operation: 'ec2:CreateTags' }]
        : [];
  return {
    type: 'recycle-bin',
    clearedBy: [
      { operation: 'rbin:DeleteRule', on: rule },
      { operation: 'rbin:UpdateRule', on: rule },
      ...byTags,
    ],
    // No page says that what ends with its instance is caught.
    ...(catches === 'EBS_VOLUME' ? { unheld: ['ec2:TerminateInstances'] } : {}),
    until: null,
    hours,
  };
}
