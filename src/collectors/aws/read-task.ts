import type { CollectIO, SourceTask, TaskReader } from '../collector.ts';
import type { Account } from './account.ts';
import { type Entrance, enter, openEntrance } from './collect.ts';
import type { Connection } from './connection.ts';
import { collectIam } from './iam.ts';
import { servicesOf } from './light.ts';
import type { AwsOptions } from './options.ts';
import { collectOrganization } from './organizations.ts';
import { openReader, type Reader } from './reader.ts';
import type { Found } from './services.ts';
import { type AwsTask, type Part, type Place, principalOf, readHere } from './source.ts';

/** Reads sources another process handed over. An account is entered once and stays entered until `close`. */
export function awsTaskReader(options: AwsOptions, io: CollectIO): TaskReader {
  const entered = new Map<string, Promise<Account>>();
  const entrance = openEntrance(options, io);
  const accountOf = ({ account, caller }: AwsTask): Promise<Account> => {
    const key = `${account.id} ${account.roleArn ?? ''}`;
    const known = entered.get(key) ?? enterAs(account, caller, options, { io, entrance });
    entered.set(key, known);
    // Who was not let in this time may be the next.
    known.catch(() => entered.delete(key));
    return known;
  };
  return {
    read: async ({ detail }: SourceTask): Promise<Part<Found>> => {
      // Written by `readSource` of the same version.
      const task = detail as AwsTask;
      return readOne(await accountOf(task), task.place, options);
    },
    close: entrance.close,
  };
}

interface Outside {
  readonly io: CollectIO;
  readonly entrance: Entrance;
}

async function enterAs(
  request: AwsTask['account'],
  caller: string,
  options: AwsOptions,
  { io, entrance }: Outside,
): Promise<Account> {
  const account = await enter(request, options, io, entrance);
  if ('failure' in account) {
    throw new Error(`account ${request.id} could not be entered: ${account.failure.detail}`);
  }
  const own = principalOf(account.callerArn);
  if (own === caller) return account;
  throw new Error(`the scan reads account ${account.id} as ${caller}, and this process is ${own} there`);
}

/** The source's own connections are closed with it. */
async function readOne(account: Account, place: Place, options: AwsOptions): Promise<Part<Found>> {
  const opened: Connection['opened'] = [];
  const own: Account = { ...account, connection: { ...account.connection, opened } };
  try {
    return await readHere(openReader(own, place.service, place.region), collectorOf(place, options));
  } finally {
    for (const client of opened) client.destroy();
  }
}

function collectorOf(place: Place, options: AwsOptions): (reader: Reader) => Promise<Found> {
  const { service, region, pass } = place;
  if (region === null && service === 'iam') return collectIam;
  if (region === null && service === 'organizations') return (reader) => collectOrganization(reader);
  const regional = servicesOf(pass).find((each) => each.service === service);
  if (regional === undefined || region === null) throw new Error(`no source is called ${service}`);
  const judged = options.judgedAsProduction ?? (() => true);
  return (reader) => regional.collect(reader, region, judged);
}
