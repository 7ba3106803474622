import { Readable } from 'node:stream';
import { parse } from 'graphql';
import { OperatorError } from '../../src/model/error.ts';
import type { Gap } from '../../src/model/inventory.ts';
import { type Fault, faultAnswer } from '../../src/stand-ins/aws/faults.ts';
import { readRequest } from '../../src/stand-ins/aws/request.ts';
import { draws } from '../../src/stand-ins/draws.ts';
import { numberOf, pick } from './draws.ts';
import { type Estate, estates } from './estates.ts';
import { faultProxy, type Meddle, type PassedAnswer, type Passing } from './fault-proxy.ts';
import { dishonest, newGaps, removals, toldAsFixed } from './never-better.ts';
import { approvalOf, type Scanned, scanEstate, virtualTime } from './scan-estate.ts';

const kinds = [
  'throttled',
  'reset',
  'delayed',
  'truncated',
  'another-page',
  'server-error',
  'html',
  'blank',
  'clock-jump',
  'expired',
  'silence',
] as const;
type FaultKind = (typeof kinds)[number];

/** What goes wrong in one scan; the same seed gives the same schedule. */
export interface FaultSchedule {
  readonly seed: number;
  readonly estate: Estate;
  readonly kinds: readonly FaultKind[];
  /** About each so manieth call meets a fault; `expired` meets every call from that one on. */
  readonly every: number;
  readonly attempts: number;
}

export function faultSchedule(seed: number): FaultSchedule {
  const draw = draws(seed);
  const estate = pick(estates, draw);
  const first = pick(kinds, draw);
  const chosen = draw() < 0.4 ? [first, pick(kinds, draw)] : [first];
  const every = 1 + Math.floor(draw() * draw() * 40);
  // The SDK of AWS sleeps in earnest before it tries again what was throttled or lost.
  const sleeps = chosen.includes('throttled') || chosen.includes('silence');
  return { seed, estate, kinds: chosen, every, attempts: sleeps || draw() < 0.5 ? 1 : 2 };
}

/** How a scan by a schedule went: what it came to, and what is wrong with that. */
export interface FaultTrial {
  readonly schedule: string;
  /** Calls that met a fault. */
  readonly faults: number;
  /** `whole`: nothing is missing. */
  readonly outcome: 'whole' | 'gaps' | 'refused' | 'broken';
  readonly problems: readonly string[];
}

/** Scans the schedule's estate through the faults and holds the outcome against the undisturbed scan. */
export async function tryFaults(schedule: FaultSchedule): Promise<FaultTrial> {
  const { seed, estate, every } = schedule;
  const told = `seed ${seed}: ${estate.name}, ${schedule.kinds.join(' and ')} every ${every}`;
  const served = await estate.serve();
  const time = virtualTime();
  const whole = await wholeScan(estate);
  const { meddle, met } = meddling(schedule, time.pass);
  const proxy = await faultProxy(served.url, meddle);
  const trial = { schedule: told, faults: 0 };
  try {
    const timeoutMs = schedule.kinds.includes('silence') ? 1500 : 20_000;
    const reach = { url: proxy.url, attempts: schedule.attempts, timeoutMs };
    const scanned = await scanEstate(estate, reach, time, approvalOf(whole));
    const gaps = newGaps(whole, scanned);
    const problems = [
      ...dishonest(whole, scanned),
      ...(await toldAsFixed(whole, scanned)),
      // On a busy machine a call that nobody touched may come too late as well.
      ...(schedule.kinds.includes('silence') ? [] : unearned(gaps, met)),
    ];
    const faults = met.filter(({ fault }) => fault !== null).length;
    return { ...trial, faults, outcome: gaps.length === 0 ? 'whole' : 'gaps', problems };
  } catch (error) {
    const faults = met.filter(({ fault }) => fault !== null).length;
    if (error instanceof OperatorError) return { ...trial, faults, outcome: 'refused', problems: [] };
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...trial, faults, outcome: 'broken', problems: [`the scan broke: ${stack}`] };
  } finally {
    await proxy.close();
    await served.close();
  }
}

/** Scans an estate as somebody who is shown less than at approval: nothing of that may be told as gone. */
export async function tryNarrower(seed: number): Promise<FaultTrial> {
  const draw = draws(seed);
  const estate = pick(estates, draw);
  const trial = {
    schedule: `seed ${seed}: ${estate.name}, a narrower caller`,
    faults: 0,
    outcome: 'gaps',
  } as const;
  const whole = await wholeScan(estate);
  const served = await estate.serveNarrower(draw);
  try {
    const narrow = await scanEstate(estate, served, virtualTime(), approvalOf(whole));
    return { ...trial, problems: [...removals(narrow), ...(await toldAsFixed(whole, narrow))] };
  } finally {
    await served.close();
  }
}

const wholes = new Map<string, Promise<Scanned>>();

/** The undisturbed scan of an estate, made once. */
function wholeScan(estate: Estate): Promise<Scanned> {
  const known = wholes.get(estate.name);
  if (known !== undefined) return known;
  const scanning = estate.serve().then(async (served) => {
    const first = await scanEstate(estate, served, virtualTime());
    return scanEstate(estate, served, virtualTime(), approvalOf(first)).finally(served.close);
  });
  wholes.set(estate.name, scanning);
  return scanning;
}

/** A call and what became of it. */
export interface Met {
  readonly operation: string;
  readonly fault: FaultKind | null;
}

type GapAsked = Pick<Gap, 'fingerprint' | 'operation' | 'reason'>;

/** Gaps of operations of which every call went through unharmed. */
export function unearned(gaps: readonly GapAsked[], met: readonly Met[]): readonly string[] {
  const asked = Map.groupBy(met, ({ operation }) => operation);
  const unharmed = (operation: string): boolean => {
    const calls = asked.get(operation) ?? [];
    return calls.length > 0 && calls.every(({ fault }) => fault === null);
  };
  // That `me` is refused says nothing of a workspace's token; where a fault took the answer that tells the kind of
  // token, the same refusal may as well hide a person. Any other failure of `me`, and a refusal alone, stays unearned.
  const kindUnread = gaps.some(({ operation }) => operation === 'apiToken') && !unharmed('apiToken');
  return gaps.flatMap(({ fingerprint, operation, reason }) => {
    if (operation === 'me' && reason === 'denied' && kindUnread) return [];
    const blameless = unharmed(operation.split('.')[0] ?? '');
    return blameless ? [`${fingerprint} is a gap, though no call of it met a fault`] : [];
  });
}

/** Decides by what is asked, not by when: calls that run side by side come in another order each time. */
function meddling(
  { seed, kinds: chosen, every }: FaultSchedule,
  pass: (milliseconds: number) => void,
): { readonly meddle: Meddle; readonly met: Met[] } {
  const met: Met[] = [];
  const times = new Map<string, number>();
  const earlier: Earlier[] = [];
  const meddle: Meddle = async (passing, forward) => {
    const call = await callOf(passing);
    const nth = (times.get(call.question) ?? 0) + 1;
    times.set(call.question, nth);
    const draw = draws(numberOf(`${seed} ${call.question} ${nth}`));
    const kind = pick(chosen, draw);
    const due = kind === 'expired' ? met.length >= every : draw() < 1 / every;
    met.push({ operation: call.operation, fault: due ? kind : null });
    const answer = due ? await faulty(kind, { call, forward, draw, pass, earlier }) : await forward();
    if (!due && typeof answer !== 'string') earlier.push({ call, answer });
    return answer;
  };
  return { meddle, met };
}

interface Call {
  readonly operation: string;
  readonly service: string;
  /** The list it reads, wherever in it. */
  readonly list: string;
  readonly question: string;
}

interface Earlier {
  readonly call: Call;
  readonly answer: PassedAnswer;
}

interface Meeting {
  readonly call: Call;
  readonly forward: () => Promise<PassedAnswer>;
  readonly draw: () => number;
  readonly pass: (milliseconds: number) => void;
  readonly earlier: readonly Earlier[];
}

async function faulty(kind: FaultKind, meeting: Meeting): Promise<PassedAnswer | 'reset' | 'silence'> {
  const { call, forward, draw, pass } = meeting;
  switch (kind) {
    case 'reset':
    case 'silence':
      return kind;
    case 'throttled':
      return refused(call, 'throttled', 'Whoa there pal, try again in a minute');
    case 'expired':
      return refused(call, 'denied', 'Not Authorized');
    case 'server-error':
      return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'oops' };
    case 'html':
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><html><p>Sign in</p></html>',
      };
    case 'blank':
      return { ...(await forward()), body: '' };
    case 'truncated': {
      const answer = await forward();
      return { ...answer, body: answer.body.slice(0, Math.floor(draw() * answer.body.length)) };
    }
    case 'delayed':
      pass(Math.floor(draw() * 120_000));
      return forward();
    case 'clock-jump':
      pass(Math.floor((draw() - 0.5) * 7 * 86_400_000));
      return forward();
    case 'another-page':
      return anotherPage(meeting);
  }
}

/** An earlier page of the same list, else the answer to another question altogether. */
function anotherPage({ call, earlier, draw, forward }: Meeting): Promise<PassedAnswer> {
  const pages = earlier.filter((it) => it.call.list === call.list && it.call.question !== call.question);
  const others = earlier.filter((it) => it.call.operation !== call.operation);
  const found = pages.length > 0 ? pages : others;
  return found.length === 0 ? forward() : Promise.resolve(pick(found, draw).answer);
}

function refused({ service, operation }: Call, kind: Fault['kind'], message: string): PassedAnswer {
  const headers = { 'content-type': 'application/json' };
  if (service === 'railway') {
    const extensions = { code: 'INTERNAL_SERVER_ERROR' };
    return { status: 200, headers, body: JSON.stringify({ data: null, errors: [{ message, extensions }] }) };
  }
  const answer = faultAnswer(service, operation, { operation, kind });
  if (answer === null) throw new Error(`${kind} of ${operation} is no answer`);
  return { ...answer, headers: answer.body.startsWith('{') ? headers : { 'content-type': 'text/xml' } };
}

const pageToken = /([?&"]?(?:next_?token|marker|cursor|continuation-?token|after|\w+After)"?[=:])[^&,}]*/gi;

async function callOf(passing: Passing): Promise<Call> {
  const { method, path, headers, body } = passing;
  if (path.startsWith('/graphql')) {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: unknown };
    const asked = JSON.stringify(variables ?? {});
    return {
      operation: rootField(query),
      service: 'railway',
      list: query + asked.replace(pageToken, ''),
      question: query + asked,
    };
  }
  const { service, region, api } = await readRequest(
    Object.assign(Readable.from([Buffer.from(body)]), { method, url: path, headers }) as never,
  );
  const question = `${region} ${method} ${path} ${headers['x-amz-target'] ?? ''} ${body}`;
  return { operation: `${service}:${api}`, service, list: question.replace(pageToken, ''), question };
}

function rootField(query: string): string {
  const [definition] = parse(query).definitions;
  const [field] = definition?.kind === 'OperationDefinition' ? definition.selectionSet.selections : [];
  return field?.kind === 'Field' ? field.name.value : '';
}
