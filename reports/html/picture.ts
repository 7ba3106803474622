import type { CredentialView, PlanStep, StoreView } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import { shown } from '../visible.ts';
import { calls, count, spoken } from '../words.ts';
import { type Child, type Element, el } from './element.ts';
import { marks } from './mark.ts';
import { type PictureGroup, pictureGroups } from './picture-groups.ts';

/** Side by side on a desk, one under the other on a phone. */
type Shape = 'wide' | 'narrow';

/** Where the three columns stand: x and width of each, in the picture's own units. */
const columns = {
  wide: { width: 960, who: [0, 190], calls: [240, 290], stores: [590, 370] },
  narrow: { width: 340, who: [0, 340], calls: [0, 340], stores: [0, 340] },
} as const;

/** A drawn part and the height it takes. */
interface Drawn {
  readonly nodes: readonly Child[];
  readonly height: number;
}

const pad = 10;
const line = 18;
const gap = 18;
/** More stores than this in one picture are drawn as squares, not as names. */
const mostNamed = 14;
/** More squares than this are drawn as one for several. */
const mostSquares = 240;

/** The blast picture: the credential, its calls, and what they reach; survivors stand apart with a tick. */
export function picture(report: Report, credential: CredentialView, shape: Shape): Element {
  const { groups, more } = pictureGroups(report, credential);
  const { width, who } = columns[shape];
  const named = groups.reduce((sum, { stores }) => sum + stores.length, 0) <= mostNamed;
  const head = box(who[0], 0, who[1], [shown(credential.name, 26), spoken(credential.type)], 'who');
  let y = shape === 'wide' ? 0 : head.height + gap;
  const drawn: Child[] = [...head.nodes];
  for (const group of groups) {
    const row = groupRow(group, y, shape, named ? credential.class : null);
    drawn.push(...row.nodes);
    y += row.height + gap;
  }
  if (more > 0) {
    drawn.push(
      text(
        columns[shape].stores[0],
        y + 4,
        `and ${count(more, 'more group')} of stores, in the list of stores`,
        'quiet',
      ),
    );
    y += line;
  }
  const height = Math.max(head.height, y - gap + 2);
  const label = `${shown(credential.name, 60)} reaches ${groups.map(describe).join('; ')}`;
  return el(
    'svg',
    {
      class: `picture ${shape}`,
      viewBox: `-1 -1 ${width + 2} ${height + 2}`,
      role: 'img',
      'aria-label': label,
    },
    drawn,
  );
}

function describe({ verdict, plan, stores }: PictureGroup): string {
  return `${count(stores.length, 'store')}: ${spoken(verdict)}${plan === null ? '' : ` in ${calls(plan)}`}`;
}

function groupRow(group: PictureGroup, top: number, shape: Shape, named: string | null): Drawn {
  const { who, calls: callsAt, stores: storesAt } = columns[shape];
  const steps = stepBoxes(group.plan?.steps ?? [], callsAt[0], top, callsAt[1]);
  const storesTop = shape === 'wide' ? top : top + steps.height + gap;
  const reached = storesBox(group, storesAt[0], storesTop, storesAt[1], named);
  if (shape === 'narrow') {
    return {
      nodes: [...steps.nodes, arrow(20, storesTop - gap, 20, storesTop), ...reached.nodes],
      height: steps.height + gap + reached.height,
    };
  }
  const from = who[0] + who[1];
  return {
    nodes: [
      arrow(from, 24, callsAt[0], top + 24),
      ...steps.nodes,
      arrow(callsAt[0] + callsAt[1], top + 24, storesAt[0], top + 24),
      ...reached.nodes,
    ],
    height: Math.max(steps.height, reached.height),
  };
}

function stepBoxes(steps: readonly PlanStep[], x: number, top: number, width: number): Drawn {
  const most = 4;
  const nodes: Child[] = [];
  let y = top;
  for (const [index, { operation, target, count: times }] of steps.slice(0, most).entries()) {
    const what = `on ${shown(target, 30)}${times > 1 ? `, ${times.toLocaleString('en-US')} times` : ''}`;
    const drawn = box(x, y, width, [`${index + 1}  ${shown(operation, 34)}`, what], 'call');
    nodes.push(...drawn.nodes);
    y += drawn.height + 6;
  }
  if (steps.length > most) {
    nodes.push(text(x + pad, y + 12, `and ${count(steps.length - most, 'more call')}`, 'quiet'));
    y += line + 6;
  }
  return { nodes, height: Math.max(0, y - top - 6) };
}

function storesBox(
  { verdict, stores }: PictureGroup,
  x: number,
  top: number,
  width: number,
  named: string | null,
): Drawn {
  const title = text(
    x + pad,
    top + 20,
    `${marks[verdict]}  ${spoken(verdict)} · ${count(stores.length, 'store')}`,
    `title ${verdict}`,
  );
  const body =
    named === null
      ? squares(stores, x + pad, top + 32, width - 2 * pad)
      : namedStores(stores, named, x + pad, top + 32);
  const height = 32 + body.height + pad;
  return { nodes: [frame(x, top, width, height, `stores ${verdict}`), title, ...body.nodes], height };
}

/** Copies are drawn only where the report judged them against this very class. */
function namedStores(stores: readonly StoreView[], of: string, x: number, top: number): Drawn {
  const nodes: Child[] = [];
  let y = top + 12;
  for (const { name, environments, copies, worst } of stores) {
    const where = environments.length === 0 ? '' : ` · ${shown(environments.join(', '), 18)}`;
    nodes.push(text(x, y, `${shown(name, 24)}${where}`, 'store'));
    y += line;
    if (worst?.class !== of) continue;
    for (const { kind, location, counts } of copies.slice(0, 3)) {
      const fate = counts ? '✓ survives: ' : '✕ no way back: ';
      nodes.push(
        text(x + 14, y, `${fate}${shown(`${spoken(kind)}, ${location}`, 30)}`, counts ? 'survivor' : 'gone'),
      );
      y += line;
    }
    if (copies.length > 3) {
      nodes.push(text(x + 14, y, `and ${count(copies.length - 3, 'more copy', 'more copies')}`, 'quiet'));
      y += line;
    }
  }
  return { nodes, height: y - top - 8 };
}

/** One square a store: filled where it is gone for good, ringed where a copy that counts survives. */
function squares(stores: readonly StoreView[], x: number, top: number, width: number): Drawn {
  const each = Math.ceil(stores.length / mostSquares);
  const size = 11;
  const perLine = Math.floor(width / (size + 3));
  const total = Math.ceil(stores.length / each);
  const nodes = Array.from({ length: total }, (_, index): Child => {
    const part = stores.slice(index * each, (index + 1) * each);
    const survives = part.every(({ copies }) => copies.some(({ counts }) => counts));
    const at = { x: x + (index % perLine) * (size + 3), y: top + Math.floor(index / perLine) * (size + 3) };
    return el('rect', {
      ...at,
      width: size,
      height: size,
      rx: survives ? 5.5 : 1.5,
      class: survives ? 'survivor' : 'gone',
    });
  });
  const below = top + Math.ceil(total / perLine) * (size + 3) + 12;
  const legend =
    each === 1
      ? 'one square a store; a ring: a copy that counts survives'
      : `one square for ${each.toLocaleString('en-US')} stores`;
  nodes.push(text(x, below, legend, 'quiet'));
  return { nodes, height: below - top };
}

function box(x: number, y: number, width: number, lines: readonly [string, string], style: string): Drawn {
  return {
    nodes: [
      frame(x, y, width, 48, style),
      text(x + pad, y + 20, lines[0], 'title'),
      text(x + pad, y + 37, lines[1], 'quiet'),
    ],
    height: 48,
  };
}

function frame(x: number, y: number, width: number, height: number, style: string): Element {
  return el('rect', { x, y, width, height, rx: 6, class: `frame ${style}` });
}

function text(x: number, y: number, content: string, style: string): Element {
  return el('text', { x, y, class: style }, content);
}

function arrow(x1: number, y1: number, x2: number, y2: number): Element {
  const middle = (x1 + x2) / 2;
  const d = x1 === x2 ? `M${x1} ${y1}V${y2}` : `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
  return el('path', { d, class: 'arrow' });
}
