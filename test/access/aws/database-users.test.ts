import { describe, expect, it } from 'vitest';
import { awsAccess } from '../../../src/access/aws/inventory.ts';
import type { Asset } from '../../../src/model/asset.ts';
import { asset, indexOf, link } from '../../blast-radius/world.ts';
import { allow, deny, document, type Fields } from './builders.ts';

const account = '111111111111';
const home = { scope: account };
const user = `arn:aws:iam::${account}:user/app`;
const key = 'aws:access-key:app';
const usersOf = (database: string) => `arn:aws:rds-db:eu-west-1:${account}:dbuser:${database}`;

const world = (statements: readonly Fields[]): readonly Asset[] => [
  asset('principal', user, 'AWS::IAM::User', {
    ...home,
    links: [link('attached', 'p')],
    props: { type: 'user' },
  }),
  asset('credential', key, 'AWS::IAM::AccessKey', {
    ...home,
    links: [link('held-by', user)],
    props: { type: 'access-key', mfa: 'never' },
  }),
  asset('policy', 'p', 'AWS::IAM::ManagedPolicy', {
    ...home,
    props: { type: 'identity', digest: '', document: document(...statements) },
  }),
  ...['db-1', 'db-2'].map((database) =>
    asset('container', usersOf(database), 'AWS::RDS::DatabaseUsers', {
      ...home,
      region: 'eu-west-1',
      props: { type: 'database-users' },
    }),
  ),
];

const told = (...statements: readonly Fields[]) => {
  const access = awsAccess(indexOf({ assets: world(statements) }));
  const [self] = access.identities(key);
  if (self === undefined) throw new Error('nobody holds the key');
  return ['db-1', 'db-2'].map(
    (database) => access.decide(self, 'rds-db:connect', usersOf(database)).decision,
  );
};
const connect = (Resource: string | readonly string[]) => allow({ Action: 'rds-db:connect', Resource });

describe('a login to a database by IAM', () => {
  it.each<[string, readonly Fields[], readonly string[]]>([
    ['as anyone anywhere', [connect('*')], ['allowed', 'allowed']],
    ['as anyone in one database', [connect(`${usersOf('db-1')}/*`)], ['allowed', 'denied']],
    ['as one user is perhaps enough', [connect(`${usersOf('db-1')}/app`)], ['conditional', 'denied']],
    [
      'by the user’s name, whatever the database',
      [connect(`${usersOf('*')}/app`)],
      ['conditional', 'conditional'],
    ],
    [
      'not by the database’s own ARN',
      [connect(`arn:aws:rds:eu-west-1:${account}:db:shop`)],
      ['denied', 'denied'],
    ],
    [
      'as anyone but one',
      [connect('*'), deny({ Action: 'rds-db:connect', Resource: `${usersOf('db-1')}/admin` })],
      ['conditional', 'allowed'],
    ],
  ])('%s', (_title, statements, decisions) => {
    expect(told(...statements)).toEqual(decisions);
  });

  it('is asked about each database by itself, since policies name what is below it', () => {
    const access = awsAccess(indexOf({ assets: world([connect(`${usersOf('db-1')}/app`)]) }));
    expect(access.targetKey?.(usersOf('db-1'))).not.toBe(access.targetKey?.(usersOf('db-2')));
  });
});
