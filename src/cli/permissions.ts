import { Command } from 'commander';
import { OperatorError } from '../model/error.ts';
import type { CliIO } from './io.ts';
import { awsPermissionsText } from './permissions-aws.ts';

interface Options {
  readonly format?: string;
  readonly trust?: string;
  readonly account?: string;
}

/** `firebreak permissions aws|railway`: the least rights a scan needs, from the calls the collectors make. */
export function permissionsCommand(io: CliIO): Command {
  return new Command('permissions')
    .description('the least read-only rights a scan needs, from the calls the collectors make')
    .argument('<provider>', 'railway or aws')
    .option('--format <format>', 'text or json for railway, json or terraform for aws')
    .option(
      '--trust <who>',
      'aws: the trust policy of the role, for an account id, an ARN or github:OWNER/REPO',
    )
    .option('--account <id>', 'aws: the account the role is in, where GitHub is trusted')
    .addHelpText(
      'after',
      `
Examples:
  $ firebreak permissions railway
  $ firebreak permissions aws > policy.json
  $ firebreak permissions aws --trust 222222222222 > trust.json
  $ firebreak permissions aws --trust github:acme/shop --account 111111111111 > trust.json
  $ firebreak permissions aws --trust 222222222222 --format terraform`,
    )
    .action(async (provider: string, options: Options) => {
      io.stdout.write(await permissions(provider, options));
    });
}

async function permissions(provider: string, { format, trust, account }: Options): Promise<string> {
  if (provider === 'railway') return railway(format ?? 'text');
  if (provider !== 'aws') {
    throw new OperatorError(
      'PROVIDER_UNKNOWN',
      'There is no provider of that name.',
      'Known providers: railway, aws.',
    );
  }
  const asked = format ?? 'json';
  if (asked !== 'json' && asked !== 'terraform') throw unknownFormat('json, terraform');
  return awsPermissionsText({ format: asked, trust, account });
}

async function railway(format: string): Promise<string> {
  const { railwayPermissions } = await import('../collectors/railway/index.ts');
  const permitted = railwayPermissions();
  if (format === 'json') return json(permitted);
  if (format !== 'text') throw unknownFormat('text, json');
  const width = Math.max(...permitted.reads.map(({ operation }) => operation.length));
  const lines = [
    'The least: an OAuth grant with these scopes; the only Railway credential that the server keeps read-only.',
    `  ${permitted.least.scopes.join(' ')}`,
    `  it leaves unread: ${permitted.least.cannotRead.join(', ') || 'nothing'}`,
    '',
    'What each kind of credential is good for, and leaves unread:',
    ...permitted.kinds.flatMap(({ kind, note, cannotRead }) => [
      `  ${kind}: ${note}`,
      `    leaves unread: ${cannotRead.join(', ') || 'nothing'}`,
    ]),
    '',
    'What is read, and what each read needs:',
    ...permitted.reads.map(
      ({ operation, needs, confidence }) => `  ${operation.padEnd(width)}  ${needs} (${confidence})`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function unknownFormat(known: string): OperatorError {
  return new OperatorError(
    'FORMAT_UNKNOWN',
    'There is no format of that name here.',
    `Known formats: ${known}.`,
  );
}
