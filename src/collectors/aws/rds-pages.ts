import type { RDSClient } from '@aws-sdk/client-rds';
import type { ApiCall } from './api-call.ts';
import type { Reader } from './reader.ts';

/** What the lists of RDS are asked for: the most a page may hold, and where the last one ended. */
export interface RdsPage {
  readonly MaxRecords: 100;
  readonly Marker: string | undefined;
}

/** Every item of one list of the Region; those of the pages before, where a page fails. */
export async function listRds<T>(
  reader: Reader,
  call: ApiCall,
  send: (
    rds: RDSClient,
    page: RdsPage,
  ) => Promise<{ readonly items: readonly T[] | undefined; readonly Marker: string | undefined }>,
): Promise<readonly T[]> {
  const { RDSClient } = await import('@aws-sdk/client-rds');
  const rds = reader.client(RDSClient);
  const all: T[] = [];
  await reader.pages(
    call,
    (Marker) => send(rds, { MaxRecords: 100, Marker }),
    ({ items = [], Marker }) => {
      for (const item of items) all.push(item);
      return { items: items.length, next: Marker };
    },
  );
  return all;
}
