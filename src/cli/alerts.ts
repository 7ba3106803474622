import { Command } from 'commander';
import type { Outcome } from '../alerts/channel.ts';
import { channelsOf } from '../alerts/channels.ts';
import { testMessage } from '../alerts/test-message.ts';
import type { AlertConfig } from '../config/config.ts';
import { nearestName } from '../config/nearest-name.ts';
import { unsetOf } from '../config/secrets.ts';
import { OperatorError } from '../model/error.ts';
import { dropCommand } from './alerts-drop.ts';
import { configuration } from './configuration.ts';
import type { CliIO } from './io.ts';

interface Options {
  readonly config?: string;
  readonly json?: boolean;
}

/** `firebreak alerts`: the configured channels, and whether a message gets there. */
export function alertsCommand(io: CliIO): Command {
  const command = new Command('alerts').description('the channels that are told what changed');
  command.addCommand(testCommand(io));
  command.addCommand(listCommand(io));
  command.addCommand(dropCommand(io));
  return command;
}

function testCommand(io: CliIO): Command {
  return new Command('test')
    .description('send a message marked as a test to one channel')
    .argument('<channel>', 'its name under `alerts`, or its type where it has no name')
    .option('-c, --config <file>', 'configuration (default: firebreak.yaml)')
    .option('--json', 'print what came of it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak alerts test slack
  $ firebreak alerts test on-call -c ops/firebreak.yaml

Exit codes: 0 the channel took it, 1 it did not, 2 there is no such channel.`,
    )
    .action(async (name: string, options: Options) => {
      const { config } = await configuration(io, options.config);
      const alert = named(config.alerts, name);
      const outcome = await sendTest(alert, config.name, io);
      if (options.json === true) io.stdout.write(`${JSON.stringify({ channel: name, ...outcome })}\n`);
      else io.stdout.write(`${said(name, outcome)}\n`);
      io.exitWith(outcome.taken ? 0 : 1);
    });
}

async function sendTest(alert: AlertConfig, target: string, io: CliIO): Promise<Outcome> {
  const [channel] = channelsOf([alert], io.env);
  if (channel === undefined) throw new Error('a channel per alert');
  const now = io.clock();
  const body = testMessage(target, alert.name, now);
  return channel.send({ id: `test/${alert.name}/${now.toISOString()}`, body }, io);
}

function said(name: string, outcome: Outcome): string {
  if (outcome.taken) {
    const remark = outcome.remark === null ? '' : ` But ${outcome.remark}.`;
    return `${name} took the test message; look whether it is there.${remark}`;
  }
  const next = {
    later: 'This may pass; try again.',
    gone: 'It will take nothing until somebody sees to it: its address, its key, or the channel itself.',
    refused: 'It refused the message itself; is the address one of this kind of channel?',
  };
  return `${name} did not take the test message: ${outcome.reason}. ${next[outcome.why]}`;
}

function named(alerts: readonly AlertConfig[], name: string): AlertConfig {
  const found = alerts.find((alert) => alert.name === name);
  if (found !== undefined) return found;
  const names = alerts.map((alert) => alert.name);
  const nearest = nearestName(name, names);
  throw new OperatorError(
    'CHANNEL_UNKNOWN',
    `No channel named "${name}" is configured.`,
    names.length === 0
      ? 'Add one under `alerts` in firebreak.yaml.'
      : nearest === null
        ? `Configured: ${names.join(', ')}.`
        : `Did you mean "${nearest}"?`,
  );
}

function listCommand(io: CliIO): Command {
  return new Command('list')
    .description('the configured channels, what they are told, and whether their secrets are set')
    .option('-c, --config <file>', 'configuration (default: firebreak.yaml)')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExamples:\n  $ firebreak alerts list\n  $ firebreak alerts list --json')
    .action(async (options: Options) => {
      const { config } = await configuration(io, options.config);
      const channels = config.alerts.map((alert) => ({ ...alert, unset: unsetOf(alert, io.env) }));
      if (options.json === true) io.stdout.write(`${JSON.stringify(channels)}\n`);
      else if (channels.length === 0) io.stdout.write('No channel is configured.\n');
      else io.stdout.write(`${channels.map(line).join('\n')}\n`);
    });
}

function line(alert: AlertConfig & { readonly unset: readonly string[] }): string {
  const { name, channel, when, minSeverity, environments, providers, agents, digest } = alert;
  const only = [...environments, ...providers, ...agents.map((agent) => `agent ${agent}`)];
  return [
    `${name} (${channel.type}): ${when.join(', ')}; at or above ${minSeverity}`,
    ...(only.length === 0 ? [] : [`only ${only.join(', ')}`]),
    ...(digest === null ? [] : [`daily at ${digest.at} ${digest.timezone}`]),
    ...(alert.unset.length === 0 ? [] : [`${alert.unset.join(' and ')} not set`]),
  ].join('; ');
}
