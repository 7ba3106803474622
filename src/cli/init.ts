import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { OperatorError } from '../model/error.ts';
import { filesSeen } from './files-seen.ts';
import { chooseInit, type InitFlags, initFiles, nameFrom, planInit } from './init-plan.ts';
import type { CliIO } from './io.ts';
import { type Probe, probeCredentials } from './probe.ts';
import { version } from './version.ts';

interface InitOptions extends InitFlags {
  readonly yes: boolean;
  readonly offline: boolean;
}

/** `firebreak init`: find credentials, say what each can see, write configuration and a nightly workflow. */
export function initCommand(io: CliIO, probe: Probe = probeCredentials): Command {
  return new Command('init')
    .description('find credentials, write firebreak.yaml, a baselines folder and a nightly workflow')
    .option('--name <name>', 'what the scanned thing is called (default: the name of this folder)')
    .option('--provider <names>', 'railway, aws or both, instead of what is found', list, [])
    .option('-y, --yes', 'ask nothing', false)
    .option('--offline', 'do not ask providers what each credential can see', false)
    .option('--force', 'replace files that exist', false)
    .addHelpText(
      'after',
      '\nExamples:\n  $ firebreak init\n  $ firebreak init --name acme --provider railway,aws --yes',
    )
    .action((options: InitOptions) => init(io, options, probe));
}

function list(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

async function init(io: CliIO, options: InitOptions, probe: Probe): Promise<void> {
  const say = (line: string) => io.stderr.write(`  ${line}\n`);
  const ask = asks(io, options) ? asker(io) : null;
  try {
    const name = options.name ?? (await ask?.(`Name [${nameFrom(io.cwd)}]: `)) ?? '';
    const flags = { ...options, ...(name === '' ? {} : { name }) };
    const choice = chooseInit({ env: io.env, files: await filesSeen(io), flags, cwd: io.cwd, version });
    if (!options.offline) for (const line of await probe(choice, io)) say(line);
    const plan = planInit(choice, await existingFiles(io, initFiles(choice)), options.force);
    const answer = await ask?.(`Write ${plan.files.map(({ path }) => path).join(', ')}? [Y/n]: `);
    if (/^n/i.test(answer ?? '')) throw stopped();
    for (const { path, text } of plan.files) await io.writeFileWhole(resolve(io.cwd, path), text);
    for (const line of plan.says) say(line);
  } finally {
    ask?.close();
  }
}

function asks(io: CliIO, { yes }: InitOptions): boolean {
  return !yes && io.isTTY && 'isTTY' in io.stdin && io.stdin.isTTY === true;
}

/** Questions at a terminal; when it goes away (Ctrl-C, Ctrl-D), so does the run. */
function asker(io: CliIO) {
  const terminal = createInterface({ input: io.stdin, output: io.stderr });
  io.signal.addEventListener('abort', () => terminal.close(), { once: true });
  const gone = new Promise<never>((_resolve, reject) => {
    terminal.once('close', () => reject(stopped()));
  });
  // The terminal also closes after the last answer, when nobody waits for it any more.
  gone.catch(() => {});
  const ask = async (question: string) => (await Promise.race([terminal.question(question), gone])).trim();
  return Object.assign(ask, { close: () => terminal.close() });
}

function stopped(): OperatorError {
  return new OperatorError('INIT_STOPPED', 'Nothing written.', 'Run it again, or with flags; see --help.');
}

async function existingFiles(
  io: CliIO,
  files: readonly { readonly path: string }[],
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    files.map(async ({ path }) => ((await io.exists(resolve(io.cwd, path))) ? [path] : [])),
  );
  return new Set(found.flat());
}
