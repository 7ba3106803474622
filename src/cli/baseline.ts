import { Command } from 'commander';
import { type ApproveOptions, approve, type SignOptions, sign } from './baseline-approve.ts';
import { type DiffOptions, diff, type ProposeOptions, propose } from './baseline-compare.ts';
import type { Located } from './baseline-files.ts';
import { type LogOptions, log, verify } from './baseline-verify.ts';
import type { CliIO } from './io.ts';
import { defaultOut } from './outputs.ts';

function gather(value: string, before: readonly string[]): readonly string[] {
  return [...before, ...value.split(',').map((part) => part.trim())];
}

function located(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('-c, --config <file>', 'configuration that names the baseline')
    .option('--file <baseline>', 'the baseline itself, instead of the one the configuration names');
}

/** `firebreak baseline`: propose, approve, sign, verify, diff and log what was approved. */
export function baselineCommand(io: CliIO): Command {
  const out = ['-o, --out <folder>', 'the folder of the scan', defaultOut] as const;
  return new Command('baseline')
    .description('the approved baseline: what was approved, by whom, until when')
    .addCommand(
      located('propose', 'say in words what approving the last scan would change')
        .option(...out)
        .option('--write <file>', 'write the proposed baseline there, to look at')
        .addHelpText('after', '\nExample:\n  $ firebreak scan && firebreak baseline propose')
        .action(async (options: ProposeOptions) => propose(io, options)),
    )
    .addCommand(
      located('approve', 'approve the last scan as the next version')
        .option(...out)
        .option('--by <names>', 'who approves, comma-separated or repeated', gather, [])
        .requiredOption('--why <text>', 'why')
        .option('--ticket <id>', 'where it was agreed')
        .option('--until <day>', 'until when it is approved')
        .option('--accept-gaps <gaps>', 'fingerprints of gaps that are accepted, comma-separated', gather, [])
        .option(
          '--signer <name=key>',
          'who may sign the version after this one: NAME=FILE of a public SSH key (repeatable)',
          gather,
          [],
        )
        .option('--at-least <number>', 'how many of these signers it then takes')
        .addHelpText(
          'after',
          '\nExamples:\n  $ firebreak baseline approve --by ana@acme.example --why "first baseline" --until 2027-06-30\n  $ firebreak baseline approve --by ana@acme.example --why "two of three sign from now on" --signer ana@acme.example=ana.pub,bo@acme.example=bo.pub --at-least 2',
        )
        .action(async (options: ApproveOptions) => approve(io, options)),
    )
    .addCommand(
      located('sign', 'sign the newest version with an SSH key')
        .requiredOption('--by <name>', 'your name, as it stands among the signers')
        .requiredOption('--key <file>', 'your SSH key; a public one where an agent holds the private half')
        .addHelpText(
          'after',
          '\nExample:\n  $ firebreak baseline sign --by ana@acme.example --key ~/.ssh/id_ed25519',
        )
        .action(async (options: SignOptions) => sign(io, options)),
    )
    .addCommand(
      located('verify', 'check the file, the chain and its signatures; exit 2 where they cannot be trusted')
        .addHelpText('after', '\nExample:\n  $ FIREBREAK_BASELINE_ANCHOR=sha256:… firebreak baseline verify')
        .action(async (options: Located) => verify(io, options)),
    )
    .addCommand(
      located('diff', 'what is different: the last scan from the baseline, or one file from another')
        .argument('[before]', 'a baseline file')
        .argument('[after]', 'another baseline file')
        .option(...out)
        .option('--json', 'print JSON')
        .addHelpText(
          'after',
          '\nExamples:\n  $ firebreak baseline diff\n  $ firebreak baseline diff main.json baselines/acme.json',
        )
        .action(async (before: string | undefined, after: string | undefined, options: DiffOptions) =>
          diff(io, [before, after], options),
        ),
    )
    .addCommand(
      located('log', 'the approved versions, newest first')
        .option('--json', 'print JSON')
        .addHelpText('after', '\nExample:\n  $ firebreak baseline log')
        .action(async (options: LogOptions) => log(io, options)),
    );
}
