import type { AcceptedGap, ApprovedSource, Baseline } from '../model/baseline.ts';
import { type Change, listed } from './change.ts';
import type { Sides } from './sides.ts';
import { leavesToFullScans, seesAsMuch, sourceAssets, sourceKey } from './unread.ts';

type Scope = Baseline['scope'][number];

const missing = (was: readonly string[], is: readonly string[] | undefined): readonly string[] =>
  was.filter((item) => !(is ?? []).includes(item));

/** What a lighter pass leaves to full scans is no narrowing. */
function narrowed(was: Scope, is: Scope | undefined): Change | null {
  const regions = missing(was.regions, is?.regions);
  const natives = missing(was.natives, [...(is?.natives ?? []), ...(is?.leftOut?.natives ?? [])]);
  if (is !== undefined && regions.length === 0 && natives.length === 0) return null;
  const left = is === undefined ? 'all of it' : listed([...regions, ...natives]);
  return {
    event: 'scope-narrowed',
    asset: `${was.provider}:${was.scope}`,
    name: was.scope,
    before: listed([...was.regions, ...was.natives]),
    after: is === undefined ? null : listed([...is.regions, ...is.natives]),
    why: `no longer looked at: ${left}`,
    severity: 'high',
    touches: [],
    wayBack: `put ${left} of ${was.provider} ${was.scope} back into the configuration and scan again`,
  };
}

const callerText = ({ credential, principal, role }: ApprovedSource): string =>
  [credential, ...(principal === null ? [] : [principal]), ...(role === null ? [] : [`as ${role}`])].join(
    ' ',
  );

/** Sources of one scope, read by somebody who may see less than the one at approval. */
function callers(before: Baseline, after: Baseline): readonly Change[] {
  const asked = Map.groupBy(after.coverage, sourceKey);
  const byScope = new Map<string, { was: ApprovedSource; is: ApprovedSource; services: Set<string> }>();
  for (const source of before.coverage) {
    const now = asked.get(sourceKey(source));
    const [first] = now ?? [];
    if (now === undefined || first === undefined || now.some((caller) => seesAsMuch(caller, source)))
      continue;
    const key = JSON.stringify([source.provider, source.scope, callerText(source)]);
    const entry = byScope.get(key) ?? { was: source, is: first, services: new Set() };
    entry.services.add(source.service);
    byScope.set(key, entry);
  }
  return [...byScope.values()].map(({ was, is, services }) => ({
    event: 'caller-changed',
    asset: `${was.provider}:${was.scope}`,
    name: was.scope,
    detail: callerText(was),
    before: callerText(was),
    after: callerText(is),
    why: `it may see less of ${listed([...services])}: what is missing there is unread, not removed`,
    severity: 'medium',
    touches: [],
    wayBack: `scan ${was.provider} ${was.scope} again as ${callerText(was)}`,
  }));
}

/** Sources that were read at approval and have not been read at all now, their scope being unchanged. */
function unreadSources(before: Baseline, after: Baseline): readonly Change[] {
  const asked = new Set(after.coverage.map(sourceKey));
  const scopes = new Set(after.scope.map(({ provider, scope }) => `${provider} ${scope}`));
  const present = new Set(after.assets.map(({ id }) => id));
  const aboutOf = sourceAssets(before.assets);
  const isLeft = leavesToFullScans(after);
  const gone = before.coverage.filter((source) => {
    const about = aboutOf(source);
    const expected = (about === null || present.has(about)) && !isLeft(source);
    return expected && !asked.has(sourceKey(source)) && scopes.has(`${source.provider} ${source.scope}`);
  });
  return [...Map.groupBy(gone, ({ provider, scope }) => `${provider}:${scope}`)].map(([asset, sources]) => {
    const services = [
      ...new Set(sources.map(({ service, region }) => (region === null ? service : `${service} ${region}`))),
    ];
    return {
      event: 'source-unread',
      asset,
      name: sources[0]?.scope ?? asset,
      before: listed(services),
      after: null,
      why: 'read at approval, not read now: what is missing there is unread, not removed',
      severity: 'high',
      touches: [],
      wayBack: null,
    };
  });
}

const standing = ({ reason }: AcceptedGap): boolean => reason === 'unlistable' || reason === 'unsupported';

/** New gaps; what can never be listed of a new asset comes with it and is told there. */
function gaps({ before, after, told, nameOf }: Sides): readonly Change[] {
  const known = new Set(before.gaps.map(({ fingerprint }) => fingerprint));
  return after.gaps
    .filter(({ fingerprint }) => !known.has(fingerprint))
    .filter((gap) => !(standing(gap) && gap.target !== null && told.has(gap.target)))
    .map((gap) => ({
      event: 'gap-appeared',
      asset: gap.target ?? `${gap.provider}:${gap.scope}`,
      name: gap.target === null ? gap.scope : nameOf(gap.target),
      detail: gap.fingerprint,
      before: 'read',
      after: `${gap.operation}: ${gap.reason}`,
      why: `${gap.kind} can no longer be read completely there`,
      severity: standing(gap) ? 'low' : 'medium',
      touches: [gap.fingerprint],
      wayBack: null,
    }));
}

/** A lighter pass beside full scans is agreed on, as the scope is: the baseline names it. */
function undeclaredPass({ pass, name }: Baseline, { passes = [] }: Baseline): readonly Change[] {
  if (pass === undefined || passes.includes(pass)) return [];
  return [
    {
      event: 'pass-undeclared',
      asset: `baseline:${name}`,
      name,
      detail: pass,
      before: null,
      after: `the pass ${pass}`,
      why: 'the baseline does not name this pass: nobody agreed that less than everything may be read',
      severity: 'low',
      touches: [],
      wayBack: `list ${pass} under passes in the configuration, scan in full, and approve what it proposes`,
    },
  ];
}

/** What is looked at, by whom, and what could not be read, against what was approved. */
export function scopeChanges(sides: Sides): readonly Change[] {
  const { before, after } = sides;
  const scopes = before.scope.map((was) =>
    narrowed(
      was,
      after.scope.find(({ provider, scope }) => provider === was.provider && scope === was.scope),
    ),
  );
  return [
    ...scopes.filter((change) => change !== null),
    ...undeclaredPass(after, before),
    ...callers(before, after),
    ...unreadSources(before, after),
    ...gaps(sides),
  ];
}
