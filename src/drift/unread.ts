import type { Asset, AssetKind, Provider } from '../model/asset.ts';
import type { AcceptedGap, ApprovedSource, Baseline } from '../model/baseline.ts';
import type { PlacedAsset } from '../model/history.ts';
import type { ScopeEntry } from '../model/inventory.ts';

/** Something that stands in one view and is looked for in the other. */
export interface Subject {
  readonly id: string | null;
  readonly kind: AssetKind;
  readonly provider: Provider;
  readonly native: string | null;
  readonly scope: string;
  readonly region: string | null;
  /** What holds it: containers, environments, the store of a copy, the principal of a credential. */
  readonly holders: readonly string[];
}

/** Why the absence of `subject` proves nothing; null: it is proven. */
export type Unread = (subject: Subject) => string | null;

/** Reads that never list anything, and did not hide what was seen in spite of them. */
const standing: ReadonlySet<string> = new Set(['unlistable', 'unsupported']);

const roles: readonly string[] = ['VIEWER', 'MEMBER', 'ADMIN'];

/** Whether `now` sees all that `then` saw: the same caller, or the same with a higher role. */
export function seesAsMuch(now: ApprovedSource, then: ApprovedSource): boolean {
  if (now.credential !== then.credential || now.principal !== then.principal) return false;
  if (now.role === then.role) return true;
  const [high, low] = [roles.indexOf(now.role ?? ''), roles.indexOf(then.role ?? '')];
  return low >= 0 && high >= low;
}

/** The key of a source whoever asks it. */
export function sourceKey({ provider, scope, region, service }: ApprovedSource): string {
  return JSON.stringify([provider, scope, region, service]);
}

/** What is asked of a view: what it looked at, as whom, and what it has. A baseline is one. */
export type View = Pick<Baseline, 'scope' | 'coverage' | 'gaps' | 'pass'> & {
  readonly assets: readonly Pick<Asset, 'id' | 'provider' | 'scope'>[];
};

/** A view of which it is known where its assets stand. */
export type PlacedView = Omit<View, 'assets'> & { readonly assets: readonly PlacedAsset[] };

export function subjectOf(asset: PlacedAsset): Subject {
  const places = asset.kind === 'principal' ? asset.links.filter(({ as }) => as === 'acts-in') : [];
  const covered = asset.links.filter(
    ({ as }) =>
      (asset.kind === 'schedule' && as === 'covers') || (asset.kind === 'policy' && as === 'protects'),
  );
  return {
    id: asset.id,
    kind: asset.kind,
    provider: asset.provider,
    native: asset.native,
    scope: asset.scope,
    region: asset.region,
    holders: [...asset.within, ...[...places, ...covered].map(({ to }) => to)],
  };
}

interface Place {
  readonly ids: ReadonlySet<string>;
  readonly kinds: ReadonlyMap<string, AssetKind>;
  readonly scopes: ReadonlySet<string>;
}

/** Everything above a subject, as the view that has it knows it. */
function placeOf(subject: Subject, assets: ReadonlyMap<string, PlacedAsset>): Place {
  const ids = new Set(subject.id === null ? [] : [subject.id]);
  const kinds = new Map<string, AssetKind>(subject.id === null ? [] : [[subject.id, subject.kind]]);
  const scopes = new Set([subject.scope]);
  const open = [...subject.holders];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ids.has(id)) continue;
    ids.add(id);
    const holder = assets.get(id);
    if (holder === undefined) continue;
    kinds.set(id, holder.kind);
    scopes.add(holder.scope);
    scopes.add(id.slice(id.lastIndexOf(':') + 1));
    open.push(...subjectOf(holder).holders);
  }
  return { ids, kinds, scopes };
}

/** Of which stores a vault holds backups, only its list would tell. */
function isVaultOfBackups(
  { kind, target }: AcceptedGap,
  assets: ReadonlyMap<string, Pick<Asset, 'id' | 'kind'>>,
): boolean {
  return kind === 'backup' && target !== null && assets.get(target)?.kind === 'vault';
}

function gapCovers(gap: AcceptedGap, subject: Subject, place: Place, known: ReadonlySet<string>): boolean {
  if (gap.provider !== subject.provider) return false;
  const hides = gap.kind === subject.kind || (gap.below ?? []).includes(subject.kind);
  if (gap.region !== null && subject.region !== null && gap.region !== subject.region) return false;
  if (gap.target !== null) {
    // A list of a whole account or workspace is about whatever lies in that scope.
    if (hides && place.scopes.has(gap.target.slice(gap.target.lastIndexOf(':') + 1))) return true;
    return place.ids.has(gap.target) && (hides || gap.kind === place.kinds.get(gap.target));
  }
  // What is the provider's own is found through any account.
  const somewhere = subject.scope === subject.provider || !known.has(`${gap.provider} ${gap.scope}`);
  return hides && (somewhere || place.scopes.has(gap.scope));
}

function knownScopes(views: readonly View[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { scope, coverage, assets } of views) {
    for (const entry of [...scope, ...coverage]) known.add(`${entry.provider} ${entry.scope}`);
    for (const asset of assets) known.add(`${asset.provider} ${asset.scope}`);
  }
  return known;
}

/** Whether a lighter pass left the subject, or all that has no more than its kind, to full scans. */
function isLeftOut({ leftOut }: ScopeEntry, { native, kind }: Subject): boolean {
  if (leftOut === undefined) return false;
  return native === null ? leftOut.kinds.includes(kind) : leftOut.natives.includes(native);
}

function outOfScope(subject: Subject, place: Place, seen: View, view: View): string | null {
  const own = seen.scope.filter(({ provider }) => provider === subject.provider);
  const holding = own.filter(({ scope }) => place.scopes.has(scope));
  for (const entry of holding.length > 0 ? holding : own) {
    const other = view.scope.find(
      ({ provider, scope }) => provider === entry.provider && scope === entry.scope,
    );
    if (other === undefined) return `${entry.provider} ${entry.scope} is not in scope`;
    if (isLeftOut(other, subject)) return `not in the pass ${view.pass}`;
    const { region, native } = subject;
    if (region !== null && entry.regions.includes(region) && !other.regions.includes(region)) {
      return `region ${region} is not in scope`;
    }
    if (native !== null && entry.natives.includes(native) && !other.natives.includes(native)) {
      return `${native} is not in scope`;
    }
  }
  return null;
}

function sourcesOf(subject: Subject, place: Place, seen: View): readonly ApprovedSource[] {
  const own = seen.coverage.filter(
    ({ provider, region }) =>
      provider === subject.provider &&
      (region === null || subject.region === null || region === subject.region),
  );
  const holding = own.filter(({ scope }) => place.scopes.has(scope));
  return holding.length > 0 ? holding : own;
}

/**
 * The assets that sources are about (`project prj-1`): such a source goes with its asset, and says nothing of why
 * that went.
 */
export function sourceAssets(
  assets: readonly Pick<Asset, 'id'>[],
): (source: ApprovedSource) => string | null {
  const byNativeId = new Map(assets.map(({ id }) => [id.slice(id.lastIndexOf(':') + 1), id]));
  return ({ service }) => {
    const space = service.lastIndexOf(' ');
    return space < 0 ? null : (byNativeId.get(service.slice(space + 1)) ?? null);
  };
}

/** Whether a lighter pass does not open this source: what it tells of is left out by kind and native. */
export function leavesToFullScans(view: View): (source: ApprovedSource) => boolean {
  const services = new Map(
    view.scope.map(({ provider, scope, leftOut }) => [`${provider} ${scope}`, leftOut?.services ?? []]),
  );
  return ({ provider, scope, service }) => services.get(`${provider} ${scope}`)?.includes(service) ?? false;
}

function notAsked(sources: readonly ApprovedSource[], asked: Asked): string | null {
  for (const source of sources) {
    const callers = asked.get(sourceKey(source)) ?? [];
    if (!callers.some((caller) => seesAsMuch(caller, source))) {
      const what = `${source.provider} ${source.scope} ${source.service}`;
      return callers.length === 0 ? `${what} was not read` : `${what} was read by another caller`;
    }
  }
  return null;
}

type Asked = ReadonlyMap<string, readonly ApprovedSource[]>;

function bySource(coverage: readonly ApprovedSource[]): Asked {
  const asked = new Map<string, ApprovedSource[]>();
  for (const source of coverage) {
    const callers = asked.get(sourceKey(source));
    if (callers === undefined) asked.set(sourceKey(source), [source]);
    else callers.push(source);
  }
  return asked;
}

/**
 * Tells whether something that `seen` has and `view` has not is gone, or only unread in `view`: out of its scope,
 * left out by its pass, not asked by a caller that sees as much, inside one of its gaps, or below something that is.
 */
export function unreadIn(view: View, seen: PlacedView): Unread {
  const assets = new Map(seen.assets.map((asset) => [asset.id, asset]));
  const present = new Set(view.assets.map(({ id }) => id));
  const known = knownScopes([view, seen]);
  const asked = bySource(view.coverage);
  const aboutOf = sourceAssets(seen.assets);
  const isLeft = leavesToFullScans(view);
  const expected = (source: ApprovedSource): boolean => {
    const about = aboutOf(source);
    return (about === null || present.has(about)) && !isLeft(source);
  };
  const before = new Set(seen.gaps.map(({ fingerprint }) => fingerprint));
  const gaps = view.gaps
    .filter(({ reason, fingerprint }) => !(standing.has(reason) && before.has(fingerprint)))
    .map((gap) => (isVaultOfBackups(gap, assets) ? { ...gap, target: null } : gap));
  const memo = new Map<string, string | null>();

  const why = (subject: Subject, depth: number): string | null => {
    const place = placeOf(subject, assets);
    const gap = gaps.find((candidate) => gapCovers(candidate, subject, place, known));
    const direct =
      outOfScope(subject, place, seen, view) ??
      notAsked(sourcesOf(subject, place, seen).filter(expected), asked) ??
      (gap === undefined ? null : `gap ${gap.fingerprint}`);
    return direct ?? (depth > 0 ? aboveUnread(subject, depth) : null);
  };
  const aboveUnread = (subject: Subject, depth: number): string | null => {
    for (const id of subject.holders) {
      const holder = assets.get(id);
      if (holder === undefined || present.has(id)) continue;
      if (!memo.has(id)) memo.set(id, why(subjectOf(holder), depth - 1));
      const reason = memo.get(id) ?? null;
      if (reason !== null) return reason;
    }
    return null;
  };
  return (subject) => why(subject, 16);
}
