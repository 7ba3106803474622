import { Command } from 'commander';
import type { AwsPolicy } from '../collectors/aws/index.ts';
import { OperatorError } from '../model/error.ts';
import type { CliIO } from './io.ts';

/** `firebreak permissions aws|railway`: the least rights a scan needs, from the calls the collectors make. */
export function permissionsCommand(io: CliIO): Command {
  return new Command('permissions')
    .description('the least read-only rights a scan needs, from the calls the collectors make')
    .argument('<provider>', 'railway or aws')
    .option('--format <format>', 'text or json for railway, json or terraform for aws')
    .addHelpText(
      'after',
      '\nExamples:\n  $ firebreak permissions railway\n  $ firebreak permissions aws --format terraform',
    )
    .action(async (provider: string, { format }: { readonly format?: string }) => {
      io.stdout.write(await permissions(provider, format));
    });
}

async function permissions(provider: string, format: string | undefined): Promise<string> {
  if (provider === 'railway') return railway(format ?? 'text');
  if (provider === 'aws') return aws(format ?? 'json');
  throw new OperatorError(
    'PROVIDER_UNKNOWN',
    'There is no provider of that name.',
    'Known providers: railway, aws.',
  );
}

async function aws(format: string): Promise<string> {
  const { awsPermissions } = await import('../collectors/aws/index.ts');
  if (format === 'json') return json(awsPermissions());
  if (format === 'terraform') return terraform(awsPermissions());
  throw unknownFormat('json, terraform');
}

/** A JSON value is an HCL expression as well. */
function terraform(policy: AwsPolicy): string {
  const document = JSON.stringify(policy, null, 2).replaceAll('\n', '\n  ');
  return `resource "aws_iam_policy" "firebreak_read" {
  name   = "firebreak-read"
  policy = jsonencode(${document})
}
`;
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
