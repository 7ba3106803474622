import { Command } from 'commander';
import { defaultHistory } from '../config/settle.ts';
import { dropWaiting } from '../history/drop.ts';
import { OperatorError } from '../model/error.ts';
import { configuration } from './configuration.ts';
import { historyLocation, namedHistory } from './history-location.ts';
import type { CliIO } from './io.ts';

interface Options {
  readonly config?: string;
  readonly history?: string;
}

/** `firebreak alerts drop`: what waits for a channel that was taken out of the configuration is sent to nobody. */
export function dropCommand(io: CliIO): Command {
  return new Command('drop')
    .description('let go of what waits for a channel that is configured no more')
    .argument('<channel>', 'the name it had')
    .option('-c, --config <file>', 'configuration (default: firebreak.yaml)')
    .option(
      '--history <place>',
      'a SQLite file, or the name of a variable that holds the URL of a PostgreSQL',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak alerts drop old-pager
  $ firebreak alerts drop old-pager --history .firebreak-state/firebreak-history.db`,
    )
    .action(async (name: string, { config: named, history }: Options) => {
      const { config, path } = await configuration(io, named);
      if (config.alerts.some((alert) => alert.name === name)) {
        throw new OperatorError(
          'CHANNEL_CONFIGURED',
          `The channel "${name}" is configured: what waits for it is sent once it takes messages again.`,
          'Take it out of `alerts` first, if nobody is to read them.',
        );
      }
      const at = config.history ?? defaultHistory;
      const location =
        history === undefined
          ? historyLocation(at, { ...io, configuration: path })
          : namedHistory(history, io);
      const dropped = await dropWaiting(location, name);
      io.stdout.write(
        dropped === 0
          ? `Nothing waits for ${name}.\n`
          : `${dropped} ${dropped === 1 ? 'message' : 'messages'} for ${name} dropped.\n`,
      );
    });
}
