import { describe, expect, it } from 'vitest';
import { admit, allowOnly, isReadOnly, sentBy } from '../../../src/collectors/aws/allow-list.ts';
import { awsCalls } from '../../../src/collectors/aws/calls.ts';
import { awsPermissions } from '../../../src/collectors/aws/index.ts';

describe('the gate in front of the wire', () => {
  it.each(awsCalls.map((call) => [sentBy(call)]))('lets %s through', (operation) => {
    const [service = '', api = ''] = operation.split(':');
    expect(() => admit(service, `${api}Command`)).not.toThrow();
  });

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

  it('refuses a write even where one is listed', () => {
    expect(() => allowOnly(['ec2:DeleteVolume'])('ec2', 'DeleteVolumeCommand')).toThrow('not on the list');
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
