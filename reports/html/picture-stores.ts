import type { CopyView, StoreView, Verdict } from '../../src/model/blast-radius.ts';
import { count, placeOf, spoken } from '../words.ts';
import { type Child, el } from './element.ts';
import { marks } from './mark.ts';
import type { Outcome } from './picture-groups.ts';
import { type Drawn, frame, label, lineHeight, type Place, pad } from './picture-shapes.ts';

/** More squares than this are drawn as one for several. */
const mostSquares = 240;
const mostCopies = 3;
const side = 11;
const step = side + 3;

/** The stores of one outcome: by name with their copies while they are few, else as squares. */
export function storesBox({ verdict, possible, stores }: Outcome, place: Place, named: string | null): Drawn {
  const inside = { x: place.x + pad, y: place.y + 32, width: place.width - 2 * pad };
  const title = `${marks[verdict]}  ${possible ? 'possibly ' : ''}${spoken(verdict)} · ${count(stores.length, 'store')}`;
  const body = named === null ? squares(stores.length, verdict, inside) : names(stores, inside, named);
  const height = 32 + body.height + pad;
  return {
    nodes: [
      frame(place, height, `stores ${verdict}`),
      label({ ...inside, y: place.y + 20 }, title, `title ${verdict}`),
      ...body.nodes,
    ],
    height,
  };
}

/** Copies are drawn only where the report judged them against this very class of credentials. */
function names(stores: readonly StoreView[], { x, y: top, width }: Place, judged: string): Drawn {
  const nodes: Child[] = [];
  let y = top + 12;
  const line = (indent: number, text: string, style: string): void => {
    nodes.push(label({ x: x + indent, y, width: width - indent }, text, style));
    y += lineHeight;
  };
  for (const { name, environments, copies, worst } of stores) {
    const where = placeOf({ name, environments });
    line(0, where === '' ? name : `${name} · ${where}`, 'store');
    if (worst?.class !== judged) continue;
    const alike = [...Map.groupBy(copies, likeness)].toSorted(
      ([, a], [, b]) => Number(kept(b)) - Number(kept(a)),
    );
    for (const [text, same] of alike.slice(0, mostCopies)) {
      const times = same.length === 1 ? '' : `${same.length.toLocaleString('en-US')} × `;
      line(
        14,
        `${kept(same) ? '✓ survives: ' : '✕ does not count: '}${times}${text}`,
        kept(same) ? 'survivor' : 'gone',
      );
    }
    const more = alike.length - mostCopies;
    if (more > 0) line(14, `and ${count(more, 'more place')} with copies`, 'quiet');
  }
  return { nodes, height: y - top - 8 };
}

function kept([first]: readonly CopyView[]): boolean {
  return first?.counts ?? false;
}

/** Copies of a kind in a place share a line, those that count apart from those that do not. */
function likeness({ kind, location, counts }: CopyView): string {
  return `${spoken(kind)}, ${location}${counts ? '' : ' '}`;
}

/** One square a store; a ring where a copy that counts survives. */
function squares(stores: number, verdict: Verdict, { x, y: top, width }: Place): Drawn {
  const each = Math.ceil(stores / mostSquares);
  const perLine = Math.floor(width / step);
  const total = Math.ceil(stores / each);
  const kept = verdict === 'recoverable';
  const nodes = Array.from({ length: total }, (_, index): Child => {
    const at = { x: x + (index % perLine) * step, y: top + Math.floor(index / perLine) * step };
    return el('rect', {
      ...at,
      width: side,
      height: side,
      rx: kept ? side / 2 : 1.5,
      class: `square ${verdict}`,
    });
  });
  const below = top + Math.ceil(total / perLine) * step + 12;
  const what = `${kept ? 'ring' : 'square'} is ${each === 1 ? 'a store' : `${each.toLocaleString('en-US')} stores`}`;
  nodes.push(label({ x, y: below, width }, `a ${what}${kept ? ' whose copy survives' : ''}`, 'quiet'));
  return { nodes, height: below - top };
}
