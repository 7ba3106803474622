import type { Gap, Source } from '../../model/inventory.ts';
import type { Progress } from '../collector.ts';
import type { Account } from './account.ts';
import type { ApiCall } from './api-call.ts';
import type { Failure } from './failure.ts';
import { foldGaps, gapOf } from './gaps.ts';
import { labelOf } from './source.ts';

/** What is written down of a source while it is read: its calls, what was found, what could not be read. */
export interface Ledger {
  /** The source as what is kept of it is filed under: `aws 111111111111 us-east-1 ec2`. */
  readonly source: string;
  /** A request goes out, retries included. */
  requested(): void;
  /** A call was answered. */
  answered(): void;
  /** So many items came with a page. */
  found(items: number): void;
  failed(call: ApiCall, failure: Failure, target: string | null): void;
  gap(gap: Gap): void;
  /** Whether something that could widen reach went unread: of this asset, or of the whole list of that kind. */
  missed(kind: Gap['kind'], target: string): boolean;
  tell(state: Progress['state'], note?: string): void;
  /** Ends the source with the number of assets it gave. */
  close(assets: number): Closed;
}

export interface Closed {
  readonly source: Source;
  readonly gaps: readonly Gap[];
}

/** Opens the ledger of a source, and says that it has started. */
export function openLedger(account: Account, service: string, region: string | null): Ledger {
  const { io } = account.connection;
  const started = io.clock().getTime();
  const count = { calls: 0, answered: 0, assets: 0 };
  const gaps: Gap[] = [];
  const hidden = new Set<string>();
  const place = { scope: account.id, region };
  const source = labelOf(account, { service, region });
  const tell = (state: Progress['state'], note?: string): void => {
    const { calls, assets } = count;
    io.progress({ provider: 'aws', source, state, calls, assets, ...(note === undefined ? {} : { note }) });
  };
  const gap = (unread: Gap): void => {
    gaps.push(unread);
    if (unread.direction === 'widens') hidden.add(`${unread.kind} ${unread.target ?? ''}`);
  };
  tell('started');
  return {
    source: `aws ${source}`,
    requested: () => {
      count.calls += 1;
    },
    answered: () => {
      count.answered += 1;
    },
    found: (items) => {
      count.assets += items;
      tell('reading');
    },
    failed: (call, failure, target) => gap(gapOf(call, failure, { ...place, target })),
    gap,
    missed: (kind, target) => hidden.has(`${kind} ${target}`) || hidden.has(`${kind} `),
    tell,
    close: (assets) => {
      count.assets = assets;
      const status = gaps.length === 0 ? 'complete' : count.answered === 0 ? 'failed' : 'partial';
      tell(status === 'failed' ? 'failed' : 'done');
      io.tape?.close(`aws ${source}`, !gaps.some(isCurable));
      const seconds = (io.clock().getTime() - started) / 1000;
      const { calls } = count;
      return {
        source: {
          provider: 'aws',
          ...place,
          service,
          caller: account.caller,
          status,
          calls,
          assets,
          seconds,
        },
        gaps: foldGaps(gaps),
      };
    },
  };
}

/** Whether asking again could close the gap. */
const isCurable = ({ reason }: Gap): boolean => reason === 'failed' || reason === 'throttled';
