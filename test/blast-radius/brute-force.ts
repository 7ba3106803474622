import type { Verdict } from '../../src/model/blast-radius.ts';

/** A small EC2 world: one volume, at most one instance, a few snapshots, at most one image on some of them. */
export interface SmallWorld {
  readonly attached: { readonly endsWithWorkload: boolean; readonly root: boolean } | null;
  readonly protection: boolean;
  readonly snapshots: readonly { readonly lock: 'none' | 'clearable' | 'final'; readonly held: boolean }[];
  readonly image: boolean;
  /** Whom each call may be made as; 0 is the credential itself, 1 a role it assumes, 2 a role that one assumes. */
  readonly may: Readonly<Record<string, readonly number[]>>;
}

/** What is left of it after some calls. */
interface State {
  readonly volume: boolean;
  readonly instance: 'none' | 'running' | 'stopped';
  readonly attached: boolean;
  readonly endsWithWorkload: boolean;
  readonly protection: boolean;
  readonly snapshots: readonly { readonly exists: boolean; readonly locked: boolean }[];
  readonly image: boolean;
  /** How far down the chain of roles it has come. */
  readonly role: number;
}

type Goal = (state: State) => boolean;

/** Tries every sequence of calls, shortest first, by the rules of EC2 itself: no routes, no covers. */
export function bruteForce(world: SmallWorld): { readonly verdict: Verdict; readonly calls: number } {
  const copiesGone: Goal = ({ snapshots, image }) => snapshots.every(({ exists }) => !exists) && !image;
  const hasCopies = world.snapshots.length > 0 || world.image;
  const goals: readonly (readonly [Verdict, Goal])[] = [
    ['total-loss', (state) => !state.volume && copiesGone(state)],
    ['recoverable', (state) => !state.volume],
    ['copies-lost', (state) => hasCopies && copiesGone(state)],
  ];
  for (const [verdict, goal] of goals) {
    const calls = fewestCalls(world, goal);
    if (calls !== null) return { verdict, calls };
  }
  return { verdict: 'no-reach', calls: 0 };
}

function fewestCalls(world: SmallWorld, goal: Goal): number | null {
  let level: readonly State[] = [start(world)];
  const seen = new Set(level.map((state) => JSON.stringify(state)));
  for (let calls = 0; level.length > 0; calls += 1) {
    if (level.some(goal)) return calls;
    const next: State[] = [];
    for (const state of level.flatMap((from) => successors(world, from))) {
      const key = JSON.stringify(state);
      if (!seen.has(key)) next.push(state);
      seen.add(key);
    }
    level = next;
  }
  return null;
}

function start({ attached, protection, snapshots, image }: SmallWorld): State {
  return {
    volume: true,
    instance: attached === null ? 'none' : 'running',
    attached: attached !== null,
    endsWithWorkload: attached?.endsWithWorkload === true,
    protection: protection && attached !== null,
    snapshots: snapshots.map(({ lock }) => ({ exists: true, locked: lock !== 'none' })),
    image,
    role: 0,
  };
}

function successors(world: SmallWorld, state: State): readonly State[] {
  const allowed = (operation: string): boolean =>
    (world.may[operation] ?? []).some((actor) => actor <= state.role);
  const on = (operation: string, when: boolean, next: Partial<State>): readonly State[] =>
    when && allowed(operation) ? [{ ...state, ...next }] : [];
  const { volume, instance, attached, protection, endsWithWorkload, image } = state;
  const hasInstance = instance !== 'none';
  const comesOff = world.attached?.root !== true || instance === 'stopped';
  return [
    ...(state.role < 2 ? [{ ...state, role: state.role + 1 }] : []),
    ...on('ec2:ModifyInstanceAttribute', hasInstance && protection, { protection: false }),
    ...on('ec2:ModifyInstanceAttribute', attached && !endsWithWorkload, { endsWithWorkload: true }),
    ...on('ec2:StopInstances', instance === 'running', { instance: 'stopped' }),
    ...on('ec2:TerminateInstances', hasInstance && !protection, {
      instance: 'none',
      attached: false,
      volume: volume && !(attached && endsWithWorkload),
    }),
    ...on('ec2:DetachVolume', attached && comesOff, { attached: false }),
    ...on('ec2:DeleteVolume', volume && !attached, { volume: false }),
    ...on('ec2:DeregisterImage', image, { image: false }),
    ...(image && allowed('ec2:DeregisterImage') && allowed('ec2:DeleteSnapshot')
      ? [{ ...state, image: false, snapshots: withoutHeld(world, state) }]
      : []),
    ...state.snapshots.flatMap((snapshot, i) => {
      const clearable = snapshot.locked && world.snapshots[i]?.lock === 'clearable';
      const isHeld = image && world.snapshots[i]?.held === true;
      return [
        ...on('ec2:UnlockSnapshot', snapshot.exists && clearable, changed(state, i, { locked: false })),
        ...on(
          'ec2:DeleteSnapshot',
          snapshot.exists && !snapshot.locked && !isHeld,
          changed(state, i, { exists: false }),
        ),
      ];
    }),
  ];
}

function withoutHeld(world: SmallWorld, { snapshots }: State): State['snapshots'] {
  return snapshots.map((snapshot, i) =>
    world.snapshots[i]?.held === true && !snapshot.locked ? { ...snapshot, exists: false } : snapshot,
  );
}

function changed(state: State, at: number, change: Partial<State['snapshots'][number]>): Partial<State> {
  return {
    snapshots: state.snapshots.map((snapshot, i) => (i === at ? { ...snapshot, ...change } : snapshot)),
  };
}
