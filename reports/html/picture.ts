import type { CredentialView, PlanStep } from '../../src/model/blast-radius.ts';
import type { Report } from '../../src/model/report.ts';
import { shown } from '../visible.ts';
import { calls, count, spoken } from '../words.ts';
import { type Child, type Element, el } from './element.ts';
import { type PictureGroup, pictureGroups, size } from './picture-groups.ts';
import { arrow, box, type Drawn, label, lineHeight, type Place, pad } from './picture-shapes.ts';
import { storesBox } from './picture-stores.ts';

/** Side by side on a desk, one under the other on a phone. */
type Shape = 'wide' | 'narrow';

/** Where the three columns stand, in the picture's own units. */
const columns = {
  wide: {
    width: 960,
    who: { x: 0, width: 200 },
    calls: { x: 250, width: 270 },
    stores: { x: 570, width: 390 },
  },
  narrow: {
    width: 340,
    who: { x: 0, width: 340 },
    calls: { x: 0, width: 340 },
    stores: { x: 0, width: 340 },
  },
} as const;

const gap = 18;
const mostSteps = 4;
/** More stores than this in one picture are drawn as squares, not by name. */
const mostNamed = 14;

/** The blast picture: the credential, its calls, and what they reach; survivors stand apart with a tick. */
export function picture(report: Report, credential: CredentialView, shape: Shape): Element {
  const { groups, more } = pictureGroups(report, credential);
  const { width, who, stores } = columns[shape];
  const named = groups.reduce((sum, group) => sum + size(group), 0) <= mostNamed ? credential.class : null;
  const head = box({ ...who, y: 0 }, credential.name, spoken(credential.type), 'who');
  const nodes: Child[] = [...head.nodes];
  let y = shape === 'wide' ? 0 : head.height + gap;
  if (shape === 'narrow' && groups.length > 0) nodes.push(arrow(20, head.height, 20, y));
  for (const group of groups) {
    const row = groupRow(group, y, shape, named);
    nodes.push(...row.nodes);
    y += row.height + gap;
  }
  if (more > 0) {
    nodes.push(
      label({ ...stores, y: y + 4 }, `and ${count(more, 'more plan')}, in the lists below`, 'quiet'),
    );
    y += lineHeight;
  }
  const height = Math.max(head.height, y - gap + 2);
  return el(
    'svg',
    {
      class: `picture ${shape}`,
      viewBox: `-1 -1 ${width + 2} ${height + 2}`,
      role: 'img',
      'aria-label': `${shown(credential.name, 60)} reaches ${groups.map(described).join('; ')}`,
    },
    nodes,
  );
}

function described({ plan, outcomes }: PictureGroup): string {
  const ends = outcomes.map(
    ({ verdict, possible, stores }) =>
      `${count(stores.length, 'store')}: ${possible ? 'possibly ' : ''}${spoken(verdict)}`,
  );
  return `${ends.join(', ')}${plan === null ? '' : ` in ${calls(plan)}`}`;
}

/** One plan: its calls, and the boxes of what they come to. */
function groupRow({ plan, outcomes }: PictureGroup, top: number, shape: Shape, named: string | null): Drawn {
  const { who, calls: callsAt, stores: storesAt } = columns[shape];
  const steps = stepBoxes(plan?.steps ?? [], { ...callsAt, y: top });
  const nodes: Child[] = [...steps.nodes];
  let y = shape === 'wide' ? top : top + steps.height + gap;
  if (shape === 'wide') nodes.push(arrow(who.x + who.width, 24, callsAt.x, top + 24));
  for (const outcome of outcomes) {
    const reached = storesBox(outcome, { ...storesAt, y }, named);
    nodes.push(
      ...reached.nodes,
      shape === 'wide'
        ? arrow(callsAt.x + callsAt.width, top + 24, storesAt.x, y + 24)
        : arrow(20, y - gap, 20, y),
    );
    y += reached.height + gap;
  }
  return { nodes, height: Math.max(steps.height, y - gap - top) };
}

function stepBoxes(steps: readonly PlanStep[], { x, y: top, width }: Place): Drawn {
  const nodes: Child[] = [];
  let y = top;
  for (const [index, { operation, target, count: times }] of steps.slice(0, mostSteps).entries()) {
    const what = `on ${target}${times > 1 ? `, ${times.toLocaleString('en-US')} times` : ''}`;
    const drawn = box({ x, y, width }, `${index + 1}  ${operation}`, what, 'call');
    nodes.push(...drawn.nodes);
    y += drawn.height + 6;
  }
  if (steps.length > mostSteps) {
    nodes.push(
      label({ x: x + pad, y: y + 12, width }, `and ${count(steps.length - mostSteps, 'more call')}`, 'quiet'),
    );
    y += lineHeight + 6;
  }
  return { nodes, height: Math.max(0, y - top - 6) };
}
