import type { Asset, Guard, LinkType } from '../model/asset.ts';
import type { ApprovedAsset, ApprovedGuard, ApprovedLink, Fact } from '../model/baseline.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { Lasting } from './lasting.ts';
import { byText, sortedUnique } from './order.ts';
import { policyDigest, policyStatements, policyVersion } from './policy-statements.ts';

/** Links of the asset itself; holding is approved on the side that is held, as `within`. */
const approvedLinks: ReadonlySet<LinkType> = new Set<LinkType>([
  'uses',
  'covers',
  'acts-in',
  'may-assume',
  'attached',
  'bounds',
  'protects',
  'encrypted-with',
  'in-vault',
  'duplicated-from',
  'runs-as',
  'watches',
]);

type Facts = Readonly<Record<string, Fact>>;

/** Settings are yes or no; numbers and texts of a provider move by themselves. */
function switches(facts: Readonly<Record<string, unknown>> | undefined): Facts {
  return Object.fromEntries(
    Object.entries(facts ?? {}).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
  );
}

function storeFacts(asset: Extract<Asset, { kind: 'store' }>): Facts {
  const { type, key, pendingDeletion, attached } = asset.props;
  const endsWithWorkload = attached?.some((attachment) => attachment.endsWithWorkload) ?? false;
  return { type, key, pendingDeletion: pendingDeletion !== null, endsWithWorkload };
}

/** What of an asset's props is approved: nothing that changes without anybody deciding it. */
function factsOf(asset: Asset): Facts {
  switch (asset.kind) {
    case 'environment':
      return { type: asset.props.type, tier: asset.props.tier, restricted: asset.props.restricted };
    case 'principal':
      return { type: asset.props.type, mfa: asset.props.mfa, managed: asset.props.managedByProvider };
    case 'container':
      return { ...switches(asset.props.facts), type: asset.props.type };
    case 'workload':
      return { type: asset.props.type, endpoints: sortedUnique(asset.props.endpoints ?? []) };
    case 'store':
      return storeFacts(asset);
    case 'schedule': {
      const { type, frequency, retentionHours, copiesTo } = asset.props;
      return { type, frequency, retentionHours, copiesTo: sortedUnique(copiesTo) };
    }
    case 'vault':
      return { type: asset.props.type, lock: asset.props.lock, lockDate: asset.props.lockDate };
    case 'key':
      return {
        type: asset.props.type,
        state: asset.props.state,
        deletionWindowDays: asset.props.deletionWindowDays,
      };
    case 'trail':
      return {
        type: asset.props.type,
        logging: asset.props.logging,
        retentionDays: asset.props.retentionDays,
      };
    case 'policy':
      return { type: asset.props.type, version: policyVersion(asset.props.document) };
    default:
      return { type: asset.props.type };
  }
}

function guardsOf(asset: Asset): readonly ApprovedGuard[] {
  const guards: readonly Guard[] = 'guards' in asset.props ? asset.props.guards : [];
  return guards
    .map(({ type, clearedBy, until }) => ({
      type,
      clearedBy: sortedUnique(clearedBy.map(({ operation }) => operation)),
      until,
    }))
    .sort((a, b) => byText(JSON.stringify(a), JSON.stringify(b)));
}

function linksOf(asset: Asset, lasting: Lasting): readonly ApprovedLink[] {
  const links = new Map<string, ApprovedLink>();
  for (const { as, to, role } of asset.links) {
    const id = lasting.idOf(to);
    if (!approvedLinks.has(as) || id === null) continue;
    const link = role === undefined ? { as, to: id } : { as, to: id, role };
    links.set(JSON.stringify(link), link);
  }
  return [...links].sort(([a], [b]) => byText(a, b)).map(([, link]) => link);
}

function policyPart(asset: Asset): Pick<ApprovedAsset, 'statements' | 'digest'> {
  if (asset.kind !== 'policy') return {};
  const statements = policyStatements(asset.props.document);
  return { digest: policyDigest(asset.props.document, statements), statements };
}

/** The tiers and names of an asset's lasting environments. */
function environmentsOf(asset: Asset): ApprovedAsset['environments'] {
  const lasting = asset.environments.filter(({ tier }) => tier !== 'ephemeral');
  const unique = new Map(lasting.map(({ name, tier }) => [JSON.stringify([name, tier]), { name, tier }]));
  return [...unique].sort(([a], [b]) => byText(a, b)).map(([, environment]) => environment);
}

/** One asset in the form it is approved in, under the id it lasts by. */
export function approvedAsset(
  asset: Asset,
  id: string,
  index: InventoryIndex,
  lasting: Lasting,
): ApprovedAsset {
  const places = [...index.from(asset.id, 'contains'), ...index.to(asset.id, 'in')];
  const holders = places.map((holder) => lasting.idOf(holder.id));
  return {
    id,
    kind: asset.kind,
    provider: asset.provider,
    native: asset.native,
    name: asset.name,
    scope: asset.scope,
    region: asset.region,
    environments: environmentsOf(asset),
    within: sortedUnique(holders.filter((holder) => holder !== null)),
    links: linksOf(asset, lasting),
    guards: guardsOf(asset),
    facts: Object.fromEntries(Object.entries(factsOf(asset)).sort(([a], [b]) => byText(a, b))),
    ...policyPart(asset),
  };
}

/** Members of a fleet as one: every environment and link of any, only the guards that all have. */
export function approvedFleet(members: readonly ApprovedAsset[], first: ApprovedAsset): ApprovedAsset {
  const union = <T>(pick: (asset: ApprovedAsset) => readonly T[]): readonly T[] => {
    const all = new Map(members.flatMap(pick).map((item) => [JSON.stringify(item), item]));
    return [...all].sort(([a], [b]) => byText(a, b)).map(([, item]) => item);
  };
  const onAll = (guard: ApprovedGuard): boolean =>
    members.every(({ guards }) => guards.some((other) => JSON.stringify(other) === JSON.stringify(guard)));
  return {
    ...first,
    name: first.id.split(':')[3] ?? first.name,
    environments: union((asset) => asset.environments),
    within: union((asset) => asset.within),
    links: union((asset) => asset.links),
    guards: first.guards.filter(onAll),
    facts: { type: first.facts.type ?? null },
  };
}
