import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/access/aws/index.ts';
import { account, allow, deny, document, request, role, user } from './builders.ts';

function isAllowed(
  statement: Record<string, unknown>,
  action: string,
  resource: string,
  context = {},
): boolean {
  const policies = { identity: [{ Version: '2012-10-17', Statement: statement }] };
  return evaluate(request({ action, resource, context, known: 'all' }), policies).decision === 'allowed';
}

/** `$<key>` written as the variable it stands for. */
function variables(text: string): string {
  return text.replaceAll('$<', '$' + '{').replaceAll('>', '}');
}

const bucket = 'arn:aws:s3:::logs';
const object = 'arn:aws:s3:::logs/2026/a.gz';
const snapshot = `arn:aws:rds:eu-west-1:${account}:snapshot:rds:nightly-1`;

describe('IAM User Guide, reference_policies_elements_action: Action', () => {
  it.each([
    ['*', 's3:GetObject', true],
    ['*:*', 's3:GetObject', true],
    ['s3:*', 's3:GetObject', true],
    ['s3:GetObject', 's3:GetObject', true],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:GetObject', 'S3:GETOBJECT', true],
    ['s3:Get*', 's3:GetObject', true],
    ['s3:*Object', 's3:GetObject', true],
    ['s3:G?tObject', 's3:GetObject', true],
    ['s3:GetObjec?', 's3:GetObject', true],
    ['s3:GetObject?', 's3:GetObject', false],
    ['s3:Put*', 's3:GetObject', false],
    ['ec2:*', 's3:GetObject', false],
    ['s3:GetObject,s3:PutObject', 's3:GetObject', false],
    [' s3:GetObject', 's3:GetObject', false],
    ['s3: GetObject', 's3:GetObject', false],
    ['', 's3:GetObject', false],
    ['s3', 's3:GetObject', false],
    [':GetObject', 's3:GetObject', false],
    [['ec2:*', 's3:GetObject'], 's3:GetObject', true],
    [['ec2:*', 'rds:*'], 's3:GetObject', false],
  ])('%j on %s: %s', (Action, action, expected) => {
    expect(isAllowed({ Effect: 'Allow', Action, Resource: '*' }, action, object)).toBe(expected);
  });
});

describe('IAM User Guide, reference_policies_elements_notaction: NotAction', () => {
  it.each([
    ['s3:*', 's3:GetObject', false],
    ['s3:*', 'ec2:DeleteVolume', true],
    ['s3:Put*', 's3:GetObject', true],
    [['s3:*', 'ec2:*'], 'ec2:DeleteVolume', false],
    ['*', 'ec2:DeleteVolume', false],
    ['s3:GetObject, s3:PutObject', 's3:GetObject', true],
    ['', 's3:GetObject', true],
  ])('%j on %s: %s', (NotAction, action, expected) => {
    expect(isAllowed({ Effect: 'Allow', NotAction, Resource: '*' }, action, object)).toBe(expected);
  });
  it('with Deny takes everything else away', () => {
    const identity = [document(allow(), deny({ NotAction: 'ec2:*' }))];
    expect(evaluate(request(), { identity }).decision).toBe('allowed');
    expect(evaluate(request({ action: 's3:DeleteBucket', resource: bucket }), { identity }).decision).toBe(
      'denied',
    );
  });
});

describe('IAM User Guide, reference_policies_elements_resource: Resource', () => {
  it.each([
    ['*', object, true],
    ['arn:aws:s3:::logs/*', object, true],
    ['arn:aws:s3:::logs/*', bucket, false],
    ['arn:aws:s3:::logs', object, false],
    ['arn:aws:s3:::l*', object, true],
    ['arn:aws:s3:::*', object, true],
    ['arn:aws:s3:::logs/2026/?.gz', object, true],
    ['arn:aws:s3:::logs/????/a.gz', object, true],
    ['arn:aws:s3:::LOGS/*', object, false],
    ['arn:aws:s3:::logs/*.gz', object, true],
    ['arn:aws:s3:::logs/*.zip', object, false],
    ['arn:*:s3:::logs/*', object, true],
    ['arn:aws-cn:s3:::logs/*', object, false],
    ['arn:aws:s3:eu-west-1::logs/*', object, false],
    ['arn:aws:s3:*:*:logs/*', object, true],
    ['arn:aws:s3', object, true],
    ['arn:aws', object, true],
    ['arn:aws:ec2', object, false],
    ['arn:*', object, true],
    ['logs/*', object, false],
    ['', object, false],
    [`arn:aws:rds:*:${account}:snapshot:*`, snapshot, true],
    [`arn:aws:rds:*:${account}:snapshot:rds:*`, snapshot, true],
    [`arn:aws:rds:*:${account}:*nightly*`, snapshot, true],
    [`arn:aws:rds:*:${account}:snapshot`, snapshot, false],
    [`arn:aws:rds:*:snapshot:*`, snapshot, false],
    ['arn:aws:rds:*:222222222222:snapshot:*', snapshot, false],
    [['arn:aws:s3:::other/*', 'arn:aws:s3:::logs/*'], object, true],
  ])('%j on %s: %s', (Resource, resource, expected) => {
    const action = resource.startsWith('arn:aws:rds') ? 'rds:DeleteDBSnapshot' : 's3:DeleteObject';
    expect(isAllowed({ Effect: 'Allow', Action: '*', Resource }, action, resource)).toBe(expected);
  });
  it.each([
    ['arn:aws:ec2:*::snapshot/*', true],
    [`arn:aws:ec2:*:${account}:snapshot/*`, false],
    ['arn:aws:ec2:*:*:snapshot/*', true],
  ])('EC2 snapshots have no account in their ARN: %s: %s', (Resource, expected) => {
    const own = 'arn:aws:ec2:eu-west-1::snapshot/snap-1';
    expect(isAllowed({ Effect: 'Allow', Action: '*', Resource }, 'ec2:DeleteSnapshot', own)).toBe(expected);
  });
});

describe('IAM User Guide, reference_policies_elements_notresource: NotResource', () => {
  it.each([
    ['arn:aws:s3:::logs/*', object, false],
    ['arn:aws:s3:::logs/*', bucket, true],
    ['arn:aws:s3:::other/*', object, true],
    [['arn:aws:s3:::other/*', 'arn:aws:s3:::logs/*'], object, false],
    ['*', object, false],
  ])('%j on %s: %s', (NotResource, resource, expected) => {
    expect(isAllowed({ Effect: 'Allow', Action: '*', NotResource }, 's3:DeleteObject', resource)).toBe(
      expected,
    );
  });
});

describe('Service Authorization Reference: actions that name no resource', () => {
  it.each([
    [{ Resource: '*' }, true],
    [{ Resource: 'arn:aws:s3:::logs' }, false],
    [{ Resource: 'arn:aws:s3:*:*:job/*' }, false],
    [{ NotResource: 'arn:aws:s3:::logs' }, true],
  ])('s3:CreateJob with %j: %s', (element, expected) => {
    expect(isAllowed({ Effect: 'Allow', Action: 's3:*', ...element }, 's3:CreateJob', '*')).toBe(expected);
    expect(isAllowed({ Effect: 'Allow', Action: 's3:*', ...element }, 's3:CreateJob', object)).toBe(expected);
  });
});

describe('Service Authorization Reference: all required resource types', () => {
  const cluster = `arn:aws:rds:eu-west-1:${account}:cluster:main`;
  const dumped = `arn:aws:rds:eu-west-1:${account}:cluster-snapshot:final`;
  const clusters = `arn:aws:rds:*:${account}:cluster:*`;
  const snapshots = `arn:aws:rds:*:${account}:cluster-snapshot:*`;
  it.each([
    ['both types allowed', [allow({ Resource: [clusters, snapshots] })], [], 'allowed'],
    ['one missing', [allow({ Resource: clusters })], [], 'denied'],
    ['the other denied', [allow(), deny({ Resource: snapshots })], [], 'denied'],
    [
      'only some of the other allowed',
      [allow({ Resource: [clusters, `arn:aws:rds:*:${account}:cluster-snapshot:keep-*`] })],
      [],
      'conditional',
    ],
    ['the other named and allowed', [allow({ Resource: [cluster, dumped] })], [dumped], 'allowed'],
    ['the other named and not allowed', [allow({ Resource: [cluster] })], [dumped], 'denied'],
  ])('rds:DeleteDBCluster, %s: %s', (_, statements, alsoOn, expected) => {
    const asked = request({
      action: 'rds:DeleteDBCluster',
      resource: cluster,
      ...(alsoOn.length > 0 ? { alsoOn } : {}),
    });
    expect(evaluate(asked, { identity: [document(...statements)] }).decision).toBe(expected);
  });
});

describe('everything a resource with wildcards takes in', () => {
  it.each([
    ['all of it', [allow()], 'allowed'],
    ['nothing', [allow({ Resource: 'arn:aws:s3:::other/*' })], 'denied'],
    ['a prefix', [allow({ Resource: 'arn:aws:s3:::logs/tmp/*' })], 'conditional'],
    ['all but a prefix', [allow(), deny({ Resource: 'arn:aws:s3:::logs/prod/*' })], 'conditional'],
    ['all, by a shorter prefix', [allow({ Resource: 'arn:aws:s3:::l*' })], 'allowed'],
    ['a deny elsewhere', [allow(), deny({ Resource: 'arn:aws:s3:::other/*' })], 'allowed'],
    [
      'a prefix whose only part is denied',
      [allow({ Resource: 'arn:aws:s3:::logs/tmp/*' }), deny({ Resource: 'arn:aws:s3:::logs/*' })],
      'denied',
    ],
    [
      'what two patterns share',
      [allow({ Resource: 'arn:aws:s3:::logs/a*' }), deny({ NotResource: 'arn:aws:s3:::logs/*z' })],
      'conditional',
    ],
  ])('%s: %s', (_, statements, expected) => {
    const asked = request({ action: 's3:DeleteObject', resource: 'arn:aws:s3:::logs/*' });
    expect(evaluate(asked, { identity: [document(...statements)] }).decision).toBe(expected);
  });
});

describe('IAM User Guide, reference_policies_variables', () => {
  const own = (text: string) => variables(`arn:aws:s3:::home/${text}`);
  it.each([
    [own('$<aws:username>/*'), own('bot/a'), {}, true],
    [own('$<aws:username>/*'), own('eve/a'), {}, false],
    [own('$<AWS:UserName>/*'), own('bot/a'), {}, true],
    [own('$<aws:PrincipalTag/team>/*'), own('pay/a'), { 'aws:PrincipalTag/team': 'pay' }, true],
    [own('$<aws:PrincipalTag/team>/*'), own('/a'), {}, false],
    [own("$<aws:PrincipalTag/team, 'none'>/*"), own('none/a'), {}, true],
    [own("$<aws:PrincipalTag/team, 'none'>/*"), own('pay/a'), { 'aws:PrincipalTag/team': 'pay' }, true],
    [own('$<aws:PrincipalTag/team>/*'), own('any/a'), { 'aws:PrincipalTag/team': '*' }, false],
    [own('$<aws:PrincipalTag/team>/*'), own('a/a'), { 'aws:PrincipalTag/team': ['a', 'b'] }, false],
    [own('$<*>'), own('*x'), {}, false],
    [own('a$<?>'), own('ab'), {}, false],
    [own('a$<$>b'), own('a$b'), {}, true],
    [own('$<aws:username'), own('$<aws:username'), {}, true],
  ])('%s takes in %s with %j: %s', (Resource, resource, context, expected) => {
    expect(isAllowed({ Effect: 'Allow', Action: '*', Resource }, 's3:DeleteObject', resource, context)).toBe(
      expected,
    );
  });
  it('are text in a policy of version 2008-10-17 and in one without a version', () => {
    const Statement = { Effect: 'Allow', Action: '*', Resource: own('$<aws:username>/*') };
    const asked = request({ action: 's3:DeleteObject', resource: own('bot/a') });
    expect(evaluate(asked, { identity: [{ Version: '2008-10-17', Statement }] }).decision).toBe('denied');
    expect(evaluate(asked, { identity: [{ Statement }] }).decision).toBe('denied');
  });
  it('are text before the fifth colon', () => {
    const Resource = variables('arn:aws:$<aws:username>:::bot');
    expect(
      isAllowed({ Effect: 'Allow', Action: '*', Resource }, 's3:DeleteBucket', 'arn:aws:bot:::bot'),
    ).toBe(false);
  });
  it.each([
    ['StringEquals', '$<aws:username>', 'bot', true],
    ['StringEquals', '$<aws:username>', 'eve', false],
    ['StringLike', '$<aws:username>-*', 'bot-1', true],
    ['StringNotEquals', '$<aws:username>', 'eve', true],
    ['StringNotEquals', '$<aws:PrincipalTag/none>', 'eve', true],
    ['StringEquals', '$<aws:PrincipalTag/none>', '', false],
    ['ArnLike', 'arn:aws:iam::$<aws:PrincipalAccount>:user/*', user, true],
    ['ArnLike', 'arn:aws:iam::$<aws:PrincipalAccount>:user/*', role, false],
  ])('in conditions: %s %s on %s: %s', (operator, says, value, expected) => {
    const statement = allow({ Condition: { [operator]: { 'aws:PrincipalTag/of': variables(says) } } });
    const asked = isAllowed(statement, 's3:DeleteBucket', bucket, { 'aws:PrincipalTag/of': value });
    expect(asked).toBe(expected);
  });
});
