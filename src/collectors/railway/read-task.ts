import type { CollectIO, SourceTask, TaskReader } from '../collector.ts';
import { whoIs } from './caller.ts';
import type { Client } from './client.ts';
import { enter, type RailwayOptions } from './collect.ts';
import { type ProjectTask, readProjectHere } from './project-source.ts';
import type { SourceResult } from './source.ts';

/** Reads projects another process handed over. Who a token is gets asked once. */
export function railwayTaskReader(options: RailwayOptions, io: CollectIO): TaskReader {
  const entered = new Map<string, Promise<Client>>();
  const clientOf = (task: ProjectTask): Promise<Client> => {
    const key = `${task.token} ${task.as} ${task.pass ?? ''}`;
    const known = entered.get(key) ?? enterAs(task, options, io);
    entered.set(key, known);
    // Who was not let in this time may be the next.
    known.catch(() => entered.delete(key));
    return known;
  };
  return {
    read: async ({ detail }: SourceTask): Promise<SourceResult> => {
      // Written by `readProjectSource` of the same version.
      const task = detail as ProjectTask;
      return readProjectHere(await clientOf(task), task, io);
    },
    close: () => {},
  };
}

async function enterAs(task: ProjectTask, options: RailwayOptions, io: CollectIO): Promise<Client> {
  const { token, as, pass } = task;
  const own = options.tokens.find(({ name }) => name === token);
  if (own === undefined) throw new Error(`this process has no ${token}`);
  const { identity, client } = await enter(own, { ...options, pass }, io);
  if (identity === null) throw new Error(`Railway did not let in the token of ${token}`);
  if (whoIs(identity) === as) return client;
  throw new Error(`the token in ${token} is another one here than where the scan began`);
}
