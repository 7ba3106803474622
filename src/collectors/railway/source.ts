import type { CollectedAsset } from '../../model/asset.ts';
import type { Caller, Gap, Source } from '../../model/inventory.ts';
import type { CollectIO, Progress } from '../collector.ts';
import type { Client } from './client.ts';
import { type Answer, type Failure, neededFor, type Read, type TokenKind } from './read.ts';
import type { Variables } from './wire.ts';

/** What a read is about: the asset that stays unread in a gap, and its id as Railway writes it. */
export interface About {
  readonly target: string | null;
  readonly id: string;
}

/** What one source read: its line of coverage, its assets and what it could not see; the same after JSON. */
export interface SourceResult {
  readonly source: Source;
  readonly assets: readonly CollectedAsset[];
  readonly gaps: readonly Gap[];
  /** Reads that went through, as `operation:id`: where a wider caller made one, another's gap is closed. */
  readonly answered: readonly string[];
}

/** One list of reads by one caller; keeps its calls, assets and gaps together. */
export interface SourceReader {
  readonly kind: TokenKind;
  /** Workspace id, which is every Railway asset's scope; the project's id where the workspace is not seen. */
  readonly scope: string;
  /** Asks once; a failure is kept as a gap, and what came of the data is returned. null as well where the pass asks no such thing. */
  ask<Data>(read: Read<Data>, variables: Variables, about: About): Promise<Data | null>;
  fail(read: Read<unknown>, about: About, failure: Failure): void;
  add(...assets: readonly CollectedAsset[]): void;
  /** Counts calls that were made before the source could be named. */
  count(calls: number): void;
  gap(gap: Omit<Gap, 'provider' | 'scope' | 'region'>): void;
  /** The finished source; `caller` is told only now because a role is found out while reading. */
  close(caller: Caller): SourceResult;
}

export interface SourceOptions {
  readonly kind: TokenKind;
  readonly scope: string;
  /** `identity`, `workspace`, `project <id>`. */
  readonly service: string;
  /** How a person reads the source in the progress. */
  readonly label: string;
}

export function openSource(client: Client, options: SourceOptions, io: CollectIO): SourceReader {
  const { kind, scope, service } = options;
  const startedAt = io.clock().getTime();
  const assets: CollectedAsset[] = [];
  const gaps: Gap[] = [];
  const answered = new Set<string>();
  const refused = new Set<string>();
  const tally = { calls: 0 };
  const filed = `railway ${client.token} ${scope} ${service}`;
  const report = (state: Progress['state'], note?: string) => {
    const seen = { calls: tally.calls, assets: assets.length, ...(note && { note }) };
    io.progress({ provider: 'railway', source: options.label, state, ...seen });
  };
  const gap: SourceReader['gap'] = (it) => gaps.push({ provider: 'railway', scope, region: null, ...it });
  const fail: SourceReader['fail'] = (read, about, failure) => {
    refused.add(`${read.operation}:${about.id}`);
    gap(gapOf(read, about, failure));
  };
  report('started');
  return {
    kind,
    scope,
    gap,
    fail,
    add: (...more) => assets.push(...more),
    count: (calls) => {
      tally.calls += calls;
    },
    async ask(read, variables, about) {
      if (client.leftOut?.has(read) === true) return null;
      const never = neverFor(kind, read);
      const { data, failure, calls } =
        never ??
        (await client.ask(read, variables, { source: filed, waiting: (why) => report('waiting', why) }));
      tally.calls += calls;
      if (data !== null) answered.add(`${read.operation}:${about.id}`);
      if (failure) fail(read, about, failure);
      report('reading');
      return data;
    },
    close(caller) {
      const status = statusOf(gaps, answered.size);
      report(status === 'failed' ? 'failed' : 'done');
      io.tape?.close(filed, !gaps.some(isCurable));
      const seconds = (io.clock().getTime() - startedAt) / 1000;
      const counts = { calls: tally.calls, assets: assets.length, seconds };
      return {
        source: { provider: 'railway', scope, region: null, service, caller, status, ...counts },
        assets,
        gaps,
        answered: [...answered].filter((read) => !refused.has(read)),
      };
    },
  };
}

/** Whether asking again could close the gap. */
const isCurable = ({ reason }: Gap): boolean => reason === 'failed' || reason === 'throttled';

/** What a token kind may not ask by its nature is not asked, and is a gap all the same. */
function neverFor(kind: TokenKind, read: Read<unknown>): Answer<never> | null {
  const { projectToken, workspaceToken } = read.access;
  const may = kind === 'project-token' ? projectToken : kind === 'workspace-token' ? workspaceToken : true;
  const detail = `a ${kind.replace('-', ' ')} may not ask this`;
  return may ? null : { data: null, failure: { reason: 'denied', detail }, calls: 0 };
}

/** Standing facts make no source incomplete. */
function statusOf(gaps: readonly Gap[], answered: number): Source['status'] {
  const open = gaps.some((gap) => gap.reason !== 'unlistable' && gap.reason !== 'unsupported');
  if (!open) return 'complete';
  return answered === 0 ? 'failed' : 'partial';
}

function gapOf(
  read: Read<unknown>,
  about: About,
  failure: Failure,
): Omit<Gap, 'provider' | 'scope' | 'region'> {
  return {
    fingerprint: `railway:${failure.reason}:${read.operation}:${about.id}`,
    kind: read.hides,
    ...(read.below === undefined ? {} : { below: read.below }),
    target: about.target,
    operation: read.operation,
    reason: failure.reason,
    detail: failure.detail,
    permission: failure.reason === 'denied' ? neededFor(read.access) : null,
    direction: read.direction,
  };
}
