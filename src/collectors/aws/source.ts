import type { Gap, LighterPass, Source } from '../../model/inventory.ts';
import type { SourceTask } from '../collector.ts';
import type { Account } from './account.ts';
import type { AccountRequest } from './identity.ts';
import { lostReader, openReader, type Reader } from './reader.ts';

/** A list of reads of one account: a service in a Region, or (null) in all of them. */
export interface Place {
  readonly service: string;
  readonly region: string | null;
  /** Left out: all of it is read. */
  readonly pass?: LighterPass | undefined;
}

/** What one source gave: plain data, the same after JSON. */
export interface Part<T> {
  readonly value: T;
  readonly source: Source;
  readonly gaps: readonly Gap[];
}

/** A source as whoever is to read it is told. */
export interface AwsTask {
  readonly account: AccountRequest & { readonly id: string };
  /** As whom it is to be read. */
  readonly caller: string;
  readonly place: Place;
}

type CollectPlace<T> = (reader: Reader) => Promise<T>;

/** Reads a source: here, or by whoever `io.elsewhere` finds for it. */
export async function readSource<T extends { readonly assets: readonly unknown[] }>(
  account: Account,
  place: Place,
  collect: CollectPlace<T>,
): Promise<Part<T>> {
  const { elsewhere } = account.connection.io;
  if (elsewhere === undefined) return readHere(openReader(account, place.service, place.region), collect);
  const tell = progressOf(account, place);
  tell('started', { calls: 0, assets: 0 });
  const answer = await elsewhere(taskOf(account, place));
  if ('lost' in answer) {
    return readHere(lostReader(account, place.service, place.region, answer.lost), collect);
  }
  // What came is what `readHere` gave another process of the same version.
  const part = answer.part as Part<T>;
  tell(part.source.status === 'failed' ? 'failed' : 'done', part.source);
  return { ...part, source: { ...part.source, caller: account.caller } };
}

/** Runs one source to its end in this process. */
export async function readHere<T extends { readonly assets: readonly unknown[] }>(
  reader: Reader,
  collect: CollectPlace<T>,
): Promise<Part<T>> {
  const value = await collect(reader);
  return { value, ...reader.close(value.assets.length) };
}

/** A caller without the name of its session, which each process may choose for itself. */
export function principalOf(callerArn: string): string {
  return callerArn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
}

function taskOf(account: Account, place: Place): SourceTask {
  const { role } = account.caller;
  const detail: AwsTask = {
    account: { id: account.id, ...(role === null ? {} : { roleArn: role }) },
    caller: principalOf(account.callerArn),
    place,
  };
  return { provider: 'aws', source: `aws ${labelOf(account, place)}`, detail };
}

function progressOf(account: Account, place: Place) {
  const source = labelOf(account, place);
  return (state: 'started' | 'done' | 'failed', { calls, assets }: Pick<Source, 'calls' | 'assets'>): void =>
    account.connection.io.progress({ provider: 'aws', source, state, calls, assets });
}

/** A source as a person reads it: `111111111111 us-east-1 ec2`. */
export function labelOf({ id }: Pick<Account, 'id'>, { region, service }: Place): string {
  return [id, region, service].filter(Boolean).join(' ');
}
