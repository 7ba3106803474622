import pLimit from 'p-limit';
import type { Gap } from '../../model/inventory.ts';
import type { Account } from './account.ts';
import type { ApiCall } from './api-call.ts';
import { type ClientSettings, openClient } from './connection.ts';
import { failureOf, printable } from './failure.ts';
import { type Closed, type Ledger, openLedger } from './ledger.ts';

/** Per-item reads under way at once per account, service and Region. */
export const concurrency = 8;

/** Reads one source, an account's service in a Region: a failed read becomes a gap, never an exception. */
export interface Reader {
  readonly account: Account;
  /** The source's one client of that class; `service`: its IAM prefix, where it is not the source's own. */
  client<C extends Closable>(Client: new (settings: ClientSettings) => C, service?: string): C;
  /** One call. When it fails a gap stands for it and undefined is returned. */
  call<O>(call: ApiCall, send: () => Promise<O>, about?: About<O>): Promise<O | undefined>;
  /** Every page in turn; `take` keeps what it needs of one. False when a page failed: the list is not whole. */
  pages<O>(call: ApiCall, send: SendPage<O>, take: TakePage<O>, about?: About<O>): Promise<boolean>;
  /** Runs a per-item read when there is room for it. */
  queue<T>(task: () => Promise<T>): Promise<T>;
  /** Adds a gap that no failed call explains. */
  gap(gap: Gap): void;
  missed: Ledger['missed'];
  /** Shows what is being waited for. */
  waiting(note: string): void;
  close(assets: number): Closed;
}

interface Closable {
  destroy(): void;
}

export type SendPage<O> = (token: string | undefined) => Promise<O>;

/** Takes a page in: how many items it had, and the token of the next one. */
export type TakePage<O> = (page: O) => { readonly items: number; readonly next: string | undefined };

export interface About<O = unknown> {
  /** The asset the call is about. */
  readonly target?: string;
  /** Error names that are an answer ("there is none"), not a failure: gives `none` without a gap. */
  readonly absent?: readonly string[];
  /** What "there is none" is as an answer; undefined, as a failure is, where nothing turns on the difference. */
  readonly none?: O;
}

/** `region` null: a global service, reached in the account's home Region. */
export function openReader(account: Account, service: string, region: string | null): Reader {
  const ledger = openLedger(account, service, region);
  return readerOf(account, ledger, {
    service,
    region: region ?? account.home,
    call: calling(account, ledger),
  });
}

interface Reading {
  readonly service: string;
  readonly region: string;
  readonly call: Reader['call'];
}

function readerOf(account: Account, ledger: Ledger, { service, region, call }: Reading): Reader {
  const limit = pLimit(concurrency);
  const { source, requested: onRequest } = ledger;
  return {
    account,
    client: clientOf(account, { source, service, region, onRequest }),
    call,
    pages: paging(call, ledger),
    queue: (task) => limit(task),
    gap: ledger.gap,
    missed: ledger.missed,
    waiting: (note) => ledger.tell('waiting', note),
    close: ledger.close,
  };
}

/** The reader of a source that nobody could read: every call of it fails, and none is sent. */
export function lostReader(account: Account, service: string, region: string | null, why: string): Reader {
  const ledger = openLedger(account, service, region);
  const failure = { reason: 'failed', detail: printable(why) } as const;
  const call: Reader['call'] = async (of, _send, about = {}) => {
    ledger.failed(of, failure, about.target ?? null);
    return undefined;
  };
  return readerOf(account, ledger, { service, region: region ?? account.home, call });
}

function clientOf(account: Account, place: Parameters<typeof openClient>[1]): Reader['client'] {
  const clients = new Map<unknown, Closable>();
  return <C extends Closable>(Client: new (settings: ClientSettings) => C, service = place.service): C => {
    const client = clients.get(Client) ?? openClient(Client, { ...place, service }, account.connection);
    clients.set(Client, client);
    return client as C;
  };
}

function calling(account: Account, ledger: Ledger): Reader['call'] {
  return async (of, send, about = {}) => {
    try {
      const answer = await send();
      ledger.answered();
      return answer;
    } catch (error) {
      if (error instanceof Error && about.absent?.includes(error.name)) {
        ledger.answered();
        return about.none;
      }
      ledger.failed(of, failureOf(error, await account.secrets()), about.target ?? null);
      return undefined;
    }
  };
}

function paging(call: Reader['call'], ledger: Ledger): Reader['pages'] {
  return async (of, send, take, about = {}) => {
    let token: string | undefined;
    do {
      const asked = token;
      const page = await call(of, () => send(asked), about);
      if (page === undefined) return false;
      const { items, next } = take(page);
      ledger.found(items);
      if (next !== undefined && next === asked) {
        const failure = { reason: 'failed', detail: 'the API gave the same page token twice' } as const;
        ledger.failed(of, failure, about.target ?? null);
        return false;
      }
      token = next === '' ? undefined : next;
    } while (token !== undefined);
    return true;
  };
}
