import { describe, expect, it } from 'vitest';
import { bareAnswer } from '../../../src/collectors/aws/bare-answers.ts';

const bare = (operation: string, answer: unknown): unknown =>
  JSON.parse(bareAnswer(operation, JSON.stringify(answer)));

describe('an answer that holds more than a scan needs', () => {
  it('gives the names of a function’s variables, and nothing they hold', () => {
    const answer = {
      Functions: [
        { FunctionName: 'f', Description: 'canary', Environment: { Variables: { KEY: 'canary' } } },
      ],
    };
    expect(bare('lambda:ListFunctions', answer)).toEqual({
      Functions: [{ FunctionName: 'f', Environment: { Variables: { KEY: '' } } }],
    });
  });

  it('gives a task without its containers', () => {
    const answer = { taskDefinition: { family: 'f', containerDefinitions: [{ command: ['canary'] }] } };
    expect(bare('ecs:DescribeTaskDefinition', answer)).toEqual({
      taskDefinition: { family: 'f', containerDefinitions: [] },
    });
  });

  it('gives a stack without what it was made with', () => {
    const answer =
      '<a><StackName>s</StackName><Parameters><member><ParameterValue>canary</ParameterValue></member></Parameters><Outputs><member><Description>canary</Description></member></Outputs></a>';
    expect(bareAnswer('cloudformation:DescribeStacks', answer)).toBe('<a><StackName>s</StackName></a>');
  });

  it('gives of an event who did it, whether it went through and what it named', () => {
    const record = {
      userIdentity: { arn: 'arn:ann', accessKeyId: 'canary', sessionContext: 'canary' },
      sourceIPAddress: 'canary',
      errorCode: 'AccessDenied',
      requestParameters: {
        volumeId: 'vol-1',
        instancesSet: { items: [{ instanceId: 'i-1' }] },
        env: [{ name: 'KEY', value: 'canary' }],
        text: 'canary',
      },
      responseElements: { text: 'canary' },
    };
    const { Events } = bare('cloudtrail:LookupEvents', {
      Events: [
        { EventName: 'DeleteVolume', CloudTrailEvent: JSON.stringify(record) },
        { CloudTrailEvent: 'canary' },
      ],
    }) as { Events: readonly { CloudTrailEvent: string }[] };
    expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toEqual({
      userIdentity: { arn: 'arn:ann' },
      errorCode: 'AccessDenied',
      requestParameters: {
        volumeId: 'vol-1',
        instancesSet: { items: [{ instanceId: 'i-1' }] },
        env: [{ name: 'KEY' }],
      },
    });
    expect(Events[1]?.CloudTrailEvent).toBe('{}');
  });

  it('is no answer where it was cut off', () => {
    expect(bareAnswer('lambda:ListFunctions', '{"Functions":[{"Env')).toBe('');
  });

  it('is left to the letter where it is not known to', () => {
    expect(bareAnswer('lambda:ListTags', '{ "a": 1 }')).toBe('{ "a": 1 }');
  });
});
