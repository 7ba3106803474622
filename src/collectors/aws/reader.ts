import pLimit from 'p-limit';
import type { Gap, Source } from '../../model/inventory.ts';
import type { Progress } from '../collector.ts';
import type { Account } from './account.ts';
import type { ApiCall } from './api-call.ts';
import { type ClientSettings, openClient } from './connection.ts';
import { failureOf } from './failure.ts';
import { foldGaps, gapOf } from './gaps.ts';

/** Requests under way at once per account, service and Region. */
export const concurrency = 8;

/** Reads one source (an account's service in a Region): counts its calls, turns failures into gaps. */
export interface Reader {
  readonly account: Account;
  readonly service: string;
  /** null for a global service. */
  readonly region: string | null;
  client<C extends { destroy(): void }>(Client: new (settings: ClientSettings) => C): C;
  /** One call. When it fails a gap stands for it and undefined is returned; `absent` is not a failure. */
  call<O>(call: ApiCall, send: () => Promise<O>, about?: About): Promise<O | undefined>;
  /** Every page in turn; `take` keeps what it needs and gives the next token. False when a page failed. */
  pages<O>(
    call: ApiCall,
    send: (token: string | undefined) => Promise<O>,
    take: TakePage<O>,
    about?: About,
  ): Promise<boolean>;
  /** Runs a per-item read when there is room for it. */
  queue<T>(task: () => Promise<T>): Promise<T>;
  /** Whether something that could widen reach went unread: of this asset, or of the whole list of that kind. */
  missed(kind: Gap['kind'], target: string): boolean;
  /** Adds a gap that no failed call explains. */
  gap(gap: Gap): void;
  /** Shows what is being waited for. */
  waiting(note: string): void;
  /** Ends the source. */
  close(assets: number): { readonly source: Source; readonly gaps: readonly Gap[] };
}

export type TakePage<O> = (page: O) => string | undefined;

export interface About {
  /** The asset the call is about. */
  readonly target?: string;
  /** Error names that are an answer ("there is none"), not a failure: gives undefined without a gap. */
  readonly absent?: readonly string[];
}

/** `home` is the Region a global service is reached in. */
export function openReader(account: Account, service: string, region: string | null, home: string): Reader {
  const { io } = account.connection;
  const started = io.clock().getTime();
  const gaps: Gap[] = [];
  const hidden = new Set<string>();
  const limit = pLimit(concurrency);
  let calls = 0;
  let succeeded = 0;

  const tell = (state: Progress['state'], assets: number, note?: string): void =>
    io.progress({
      provider: 'aws',
      source: [account.id, region, service].filter(Boolean).join(' '),
      state,
      calls,
      assets,
      ...(note === undefined ? {} : { note }),
    });
  tell('started', 0);

  function add(gap: Gap): void {
    gaps.push(gap);
    if (gap.direction === 'widens') hidden.add(`${gap.kind} ${gap.target ?? ''}`);
  }

  async function call<O>(of: ApiCall, send: () => Promise<O>, about: About = {}): Promise<O | undefined> {
    try {
      const answer = await send();
      succeeded += 1;
      return answer;
    } catch (error) {
      if (error instanceof Error && about.absent?.includes(error.name)) return undefined;
      const failure = failureOf(error, await account.secrets());
      add(gapOf(of, failure, { scope: account.id, region, target: about.target ?? null }));
      return undefined;
    }
  }

  async function pages<O>(
    of: ApiCall,
    send: (token: string | undefined) => Promise<O>,
    take: TakePage<O>,
    about: About = {},
  ): Promise<boolean> {
    let token: string | undefined;
    do {
      const asked = token;
      const page = await call(of, () => send(asked), about);
      if (page === undefined) return false;
      token = take(page);
      if (token !== undefined && token === asked) {
        const failure = { reason: 'failed', detail: 'the API gave the same page token twice' } as const;
        add(gapOf(of, failure, { scope: account.id, region, target: about.target ?? null }));
        return false;
      }
      tell('reading', 0);
    } while (token !== undefined && token !== '');
    return true;
  }

  const clients = new Map<unknown, unknown>();
  const onRequest = (): void => {
    calls += 1;
  };
  function client<C extends { destroy(): void }>(Client: new (settings: ClientSettings) => C): C {
    const place = { service, region: region ?? home, onRequest };
    const known = clients.get(Client) ?? openClient(Client, place, account.connection);
    clients.set(Client, known);
    return known as C;
  }

  return {
    account,
    service,
    region,
    client,
    call,
    pages,
    queue: (task) => limit(task),
    missed: (kind, target) => hidden.has(`${kind} ${target}`) || hidden.has(`${kind} `),
    gap: add,
    waiting: (note) => tell('waiting', 0, note),
    close: (assets) => {
      const unread = gaps.some((gap) => gap.reason !== 'unsupported' && gap.reason !== 'unlistable');
      const status = !unread ? 'complete' : succeeded === 0 ? 'failed' : 'partial';
      tell(status === 'failed' ? 'failed' : 'done', assets);
      const seconds = (io.clock().getTime() - started) / 1000;
      const { id: scope, caller } = account;
      return {
        source: { provider: 'aws', scope, region, service, caller, status, calls, assets, seconds },
        gaps: foldGaps(gaps),
      };
    },
  };
}
