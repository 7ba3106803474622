import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allowOnly, isReadOnly, namedExceptions } from '../../../src/collectors/aws/allow-list.ts';
import type { ApiCall } from '../../../src/collectors/aws/api-call.ts';
import { awsCalls } from '../../../src/collectors/aws/calls.ts';
import { awsPermissions } from '../../../src/collectors/aws/index.ts';

const folder = join(import.meta.dirname, '../../../src/collectors/aws');
const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
const commands = new Set(sources.flatMap((text) => text.match(/\b[A-Z][A-Za-z]+Command\b/g) ?? []));
const apis = [...commands].map((command) => command.replace(/Command$/, '')).sort();

const apiOf = ({ operation, api }: ApiCall): string => api ?? operation.slice(operation.indexOf(':') + 1);

describe('the SDK commands under src/collectors/aws', () => {
  it('are reads, but for those named as exceptions', () => {
    const exceptions = namedExceptions.map((operation) => operation.split(':')[1]);
    expect(apis.filter((api) => !/^(Get|List|Describe|Lookup)/.test(api))).toEqual(exceptions.sort());
  });

  it('are the declared calls, each once', () => {
    expect([...new Set(awsCalls.map(apiOf))].sort()).toEqual(apis);
    expect(new Set(awsCalls.map((call) => `${call.operation} ${apiOf(call)}`)).size).toBe(awsCalls.length);
  });

  it('are loaded only when a scan of AWS needs them', () => {
    const eager = sources.flatMap((text) => text.match(/^import (?!type).*@aws-sdk.*$/gm) ?? []);
    expect(eager).toEqual([]);
  });
});

describe('the gate in front of the wire', () => {
  const admit = allowOnly(awsCalls);

  it.each(awsCalls.map((call) => [call.operation.split(':')[0] ?? '', apiOf(call)]))(
    'lets %s %s through',
    (service, api) => {
      expect(() => admit(service, `${api}Command`)).not.toThrow();
    },
  );

  it.each([
    ['ec2', 'DeleteVolumeCommand'],
    ['ec2', 'TerminateInstancesCommand'],
    ['iam', 'CreateAccessKeyCommand'],
    ['sts', 'GetSessionTokenCommand'],
    ['secretsmanager', 'GetSecretValueCommand'],
    ['ec2', 'GetPasswordDataCommand'],
    ['iam', 'DescribeVolumesCommand'],
  ])('throws for %s %s', (service, command) => {
    expect(() => admit(service, command)).toThrow('not on the list');
  });

  it('refuses a write even where it has been declared', () => {
    const declared = [{ operation: 'ec2:DeleteVolume', kind: 'store', direction: 'neither' }] as const;
    expect(() => allowOnly(declared)('ec2', 'DeleteVolumeCommand')).toThrow('not on the list');
  });
});

describe('the least policy', () => {
  it('allows the calls that are made and no more, without a wildcard', () => {
    const [statement] = awsPermissions().Statement;
    expect(statement?.Action).toEqual([...new Set(statement?.Action)].sort());
    expect(statement?.Action.every((action) => isReadOnly(action) && !action.includes('*'))).toBe(true);
    expect(statement?.Action).not.toContain('sts:AssumeRole');
    const permitted = new Set(awsCalls.map(({ operation }) => operation));
    expect(statement?.Action).toHaveLength(permitted.size - 1);
  });
});
