import type { AgentView, BlastRadius, CredentialView, StoreView, Verdict } from '../model/blast-radius.ts';
import type { InventoryIndex } from '../model/inventory.ts';
import type { ReportGap } from '../model/report.ts';
import { makesIncomplete, productionStores } from './gate.ts';

const worstFirst: readonly Verdict[] = [
  'total-loss',
  'delayed-loss',
  'unknown',
  'recoverable',
  'copies-lost',
  'no-reach',
];

interface AnswerInput {
  readonly index: InventoryIndex;
  readonly radius: BlastRadius;
  readonly gaps: readonly ReportGap[];
}

/** The store whose worst credential does the most harm in the fewest calls; undefined when there is none. */
export function worstStore({ index, radius }: Pick<AnswerInput, 'index' | 'radius'>): StoreView | undefined {
  const production = new Set(productionStores(index).map(({ id }) => id));
  return radius.stores
    .filter((view) => production.has(view.store) && view.worst !== null)
    .toSorted((a, b) => rank(a) - rank(b) || calls(a) - calls(b) || (a.store < b.store ? -1 : 1))[0];
}

const rank = ({ worst }: StoreView): number => worstFirst.indexOf(worst?.verdict ?? 'no-reach');
const calls = ({ worst }: StoreView): number => worst?.calls ?? 0;

/** The one sentence a reader sees first: what is in danger, from what, and what would stop it. */
export function answer(input: AnswerInput): string {
  const { index, radius, gaps } = input;
  const stores = productionStores(index);
  const unread = gaps.filter(makesIncomplete).length;
  const caveat = unread === 0 ? '' : ` ${unread} ${unread === 1 ? 'thing' : 'things'} could not be read.`;
  const { pass } = index.inventory;
  if (pass !== undefined) {
    return `The pass ${pass} read credentials, attachments and guards; what they could end is told by full scans.${caveat}`;
  }
  if (index.inventory.assets.length === 0 && unread > 0)
    return `Nothing could be read, so nothing is known.${caveat}`;
  if (stores.length === 0) return `No production data store was found in what was read.${caveat}`;

  const store = worstStore(input);
  const worst = store?.worst;
  if (store === undefined || worst === null || worst === undefined) {
    return `No credential that was read can end the ${stores.length} production ${plural('store', stores.length)}.${caveat}`;
  }
  const agent = worstAgent(radius);
  if (agent !== undefined) return `${agentSentence(agent)}${share(radius, stores)}${caveat}`;
  const credential = radius.credentials.find(({ credential: id }) => id === worst.credential);
  const who = credentialName(credential, worst.credential);
  return `${sentence(who, store, worst)}${share(radius, stores)}${caveat}`;
}

/** An agent that could end production is the first thing to be said, whoever else could. */
function worstAgent({ agents }: BlastRadius): AgentView | undefined {
  const loses = (verdict: Verdict): AgentView | undefined =>
    agents
      .filter(({ worst }) => worst?.verdict === verdict)
      .toSorted((a, b) => (a.worst?.calls ?? 0) - (b.worst?.calls ?? 0) || (a.name < b.name ? -1 : 1))[0];
  return loses('total-loss') ?? loses('delayed-loss');
}

function agentSentence({ name, purpose, worst }: AgentView): string {
  const may = worst?.possible === true ? 'may be able to end' : 'can end';
  const forGood = worst?.verdict === 'total-loss' ? ', for good,' : '';
  const inCalls = `in ${worst?.calls} ${plural('call', worst?.calls ?? 0)}`;
  return `The agent ${name}, meant for ${purpose}, ${may} ${worst?.name} and every copy of it${forGood} ${inCalls}.`;
}

function credentialName(credential: CredentialView | undefined, id: string): string {
  if (credential === undefined) return id;
  const type = credential.type.replaceAll('-', ' ');
  // Some names say what they are: `access key AKIA…4WZX of deploy`, `any token of workspace admin jer`.
  const says = credential.type === 'unlistable' || credential.name.toLowerCase().startsWith(type);
  return says ? upperFirst(credential.name) : `${upperFirst(type)} "${credential.name}"`;
}

function sentence(who: string, store: StoreView, worst: NonNullable<StoreView['worst']>): string {
  const may = worst.possible ? 'may be able to end' : 'can end';
  const inCalls = `in ${worst.calls} ${plural('call', worst.calls)}`;
  switch (worst.verdict) {
    case 'total-loss':
      return `${who} ${may} ${store.name} and every copy of it, for good, ${inCalls}; ${stop(store)}.`;
    case 'delayed-loss':
      return `${who} ${may} ${store.name} and every copy of it ${inCalls}; ${wayBack(worst.undoUntilHours)}.`;
    case 'unknown':
      return `Nobody can say whether ${lowerFirst(who)} could end ${store.name} and its copies: what decides it could not be read.`;
    case 'recoverable':
      return `${who} ${may} ${store.name} ${inCalls}, but a copy out of its reach survives.`;
    case 'copies-lost':
      return `${who} ${may} every copy of ${store.name} ${inCalls}; the store itself stays.`;
    case 'no-reach':
      return `No credential that was read can end ${store.name} or its copies.`;
  }
}

function stop(store: StoreView): string {
  const controls = store.stoppedBy.filter(({ control }) => control !== 'nothing');
  return controls.length === 0
    ? 'nothing stops it'
    : `what holds: ${controls.map(({ control }) => control).join(', ')}`;
}

function wayBack(hours: number | null): string {
  return hours === null ? 'the last way back ends soon after' : `the last way back ends ${hours} hours later`;
}

function share({ stores }: BlastRadius, production: readonly { readonly id: string }[]): string {
  const ids = new Set(production.map(({ id }) => id));
  const lost = stores.filter(
    ({ store, worst }) =>
      ids.has(store) && (worst?.verdict === 'total-loss' || worst?.verdict === 'delayed-loss'),
  ).length;
  return lost > 1 ? ` ${lost} of ${production.length} production stores stand like this.` : '';
}

const plural = (noun: string, count: number): string => (count === 1 ? noun : `${noun}s`);
const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
