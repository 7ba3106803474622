import { Command } from 'commander';
import { alertsCommand } from './alerts.ts';
import { baselineCommand } from './baseline.ts';
import { blastCommand } from './blast.ts';
import { checksCommand } from './checks.ts';
import { demoCommand } from './demo.ts';
import { exceptCommand } from './except.ts';
import { usageText } from './failure-text.ts';
import { fixCommand } from './fix.ts';
import { historyCommand } from './history.ts';
import { initCommand } from './init.ts';
import type { CliIO } from './io.ts';
import { permissionsCommand } from './permissions.ts';
import { reportCommand } from './report.ts';
import { scanCommand } from './scan.ts';
import { version } from './version.ts';
import { watchCommand } from './watch.ts';

/** The whole command line; it throws instead of ending the process. */
export function program(io: CliIO): Command {
  const root = new Command('firebreak')
    .description('If one credential turned destructive right now, what would stop it?')
    .version(version)
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak demo                      the incident this tool is about, on your own machine, in seconds
  $ firebreak init                      find credentials, write firebreak.yaml and a nightly workflow
  $ firebreak scan                      what one credential could end, and what would stop it
  $ firebreak blast                     the worst pairs of credential and store, call by call

Exit codes of scan: 0 judged and nothing open, 1 something is open, 2 could not run, 3 not known.`,
    );
  const commands = [
    scanCommand(io),
    watchCommand(io),
    blastCommand(io),
    baselineCommand(io),
    exceptCommand(io),
    fixCommand(io),
    reportCommand(io),
    historyCommand(io),
    checksCommand(io),
    permissionsCommand(io),
    initCommand(io),
    alertsCommand(io),
    demoCommand(io),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of [root, ...allCommands(root)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(usageText(text)),
    });
    command.showHelpAfterError(`(see ${commandPath(command)} --help)`);
  }
  return root;
}

function allCommands(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

function commandPath(command: Command): string {
  return command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;
}
