import type { StoppedBy, Verdict } from '../model/blast-radius.ts';
import { denials, type Refusal } from './denials.ts';
import type { Case, Outcome } from './evaluate.ts';
import type { Judgement } from './judge.ts';
import { copiesText, type Layout, type Shape } from './layout.ts';

const NOTHING: StoppedBy = { control: 'nothing', asset: null, until: null };

/** The worse of the certain and the possible verdict: what gate, ranking and counts go by. */
export function worseOf({ verdict, possible }: Pick<Judgement, 'verdict' | 'possible'>): Verdict {
  return possible ?? verdict;
}

/** What holds in a judgement; with a shape, the assets that hold it are named where there is one. */
export function stoppedBy({ judgement, case: given }: Outcome, shape?: Shape): readonly StoppedBy[] {
  const { layout } = given;
  switch (worseOf(judgement)) {
    case 'total-loss':
      return [NOTHING];
    case 'delayed-loss':
      return delays(layout, judgement, shape);
    case 'unknown':
      return [{ ...NOTHING, control: 'not known' }];
    case 'recoverable':
      return recoveries(layout, judgement, shape);
    case 'copies-lost':
      return [{ ...NOTHING, control: 'no way to end the store itself' }];
    case 'no-reach':
      return obstacles(given);
  }
}

function delays({ items }: Layout, { plan }: Judgement, shape?: Shape): readonly StoppedBy[] {
  const windows = (plan?.routes ?? [])
    .filter(({ hours }) => hours > 0)
    .map(({ row, hours, wait }) => ({
      control:
        wait > 0
          ? 'only the wait until a guard ends'
          : `only an undo window (${row.undo?.by ?? 'recycle bin'})`,
      asset: null,
      until: `${hours} hours`,
    }));
  const lapsing = items.flatMap((item, i) =>
    item.counts && item.lapses
      ? [
          {
            control: `only ${item.role}, for a while`,
            asset: assetOf(shape, i),
            until: shape?.lapsesAt[i] ?? null,
          },
        ]
      : [],
  );
  const found = [...new Map([...windows, ...lapsing].map((stop) => [JSON.stringify(stop), stop])).values()];
  return found.length > 0 ? found : [NOTHING];
}

function recoveries({ items, targets }: Layout, judgement: Judgement, shape?: Shape): readonly StoppedBy[] {
  const survivors = judgement.survivors.flatMap((i) => {
    const item = items[i];
    const noun = targets[item?.target ?? -1]?.copies ?? null;
    return item === undefined ? [] : [{ i, item, noun }];
  });
  const alike = Map.groupBy(survivors, ({ item, noun }) => JSON.stringify(noun ?? item.role));
  const copies = [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const count = others.reduce((sum, { item }) => sum + item.count, first.item.count);
    const role = first.noun === null ? first.item.role : copiesText(first.noun, count);
    return [{ control: `${role}, out of its reach`, asset: assetOf(shape, first.i), until: null }];
  });
  if (copies.length > 0) return copies;
  const hours = judgement.plan?.hours ?? 0;
  return [
    { control: 'an undo window longer than the survivor horizon', asset: null, until: `${hours} hours` },
  ];
}

/** Guards, or else what refuses the calls that were asked about. */
function obstacles({ layout, routes, actors }: Case): readonly StoppedBy[] {
  const guards = layout.targets.flatMap(({ role, guards }) =>
    guards.map(({ type }) => ({ control: `${type} on ${role}`, asset: null, until: null })),
  );
  const refusals = actors.flatMap(({ decisions }) =>
    decisions.flatMap((decision, at): readonly Refusal[] => {
      const need = routes.needs[at];
      return need !== undefined && decision.decision === 'denied'
        ? [{ operation: need.operation, decision }]
        : [];
    }),
  );
  const found = [...guards, ...denials(refusals)];
  return found.length > 0 ? found : [{ ...NOTHING, control: 'a permission it does not have' }];
}

function assetOf(shape: Shape | undefined, item: number): string | null {
  return shape?.items[item]?.at(-1) ?? null;
}
