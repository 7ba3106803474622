import { describe, expect, it } from 'vitest';
import { awsAccess } from '../../../src/access/aws/inventory.ts';
import { managesOrganization, mayReachOthers } from '../../../src/access/aws/management.ts';
import type { Asset } from '../../../src/model/asset.ts';
import { asset, indexOf, link } from '../../blast-radius/world.ts';
import { allow, document } from './builders.ts';

const own = '111111111111';
const other = '222222222222';
const user = `arn:aws:iam::${own}:user/a`;
const key = 'aws:access-key:a';
const volume = `arn:aws:ec2:eu-west-1:${other}:volume/vol-1`;

type Facts = Readonly<Record<string, string | null>>;

const accountOf = (id: string, facts?: Facts): Asset =>
  asset('container', `aws:account:${id}`, 'AWS::Account', {
    scope: id,
    props: { type: 'account', guards: [], ...(facts === undefined ? {} : { facts }) },
  });

interface Known {
  readonly here?: Facts;
  readonly there?: Facts;
}

const world = ({ here, there }: Known): readonly Asset[] => [
  accountOf(own, here),
  accountOf(other, there),
  asset('principal', user, 'AWS::IAM::User', {
    scope: own,
    links: [link('attached', 'p')],
    props: { type: 'user' },
  }),
  asset('credential', key, 'AWS::IAM::AccessKey', {
    scope: own,
    links: [link('held-by', user)],
    props: { type: 'access-key', mfa: 'never' },
  }),
  asset('policy', 'p', 'AWS::IAM::ManagedPolicy', {
    scope: own,
    props: {
      type: 'identity',
      digest: '',
      document: document(allow({ Action: ['sso:*', 'organizations:CloseAccount'], Resource: '*' })),
    },
  }),
  asset('store', volume, 'AWS::EC2::Volume', { scope: other }),
];

const told = (known: Known) => {
  const access = awsAccess(indexOf({ assets: world(known) }));
  const [self] = access.identities(key);
  if (self === undefined) throw new Error('nobody holds the key');
  return {
    closing: access.decide(self, 'organizations:CloseAccount', `aws:account:${other}`).decision,
    open: access.decide(self, 'ec2:DeleteVolume', volume).unread.length > 0 || self.unread.length > 0,
  };
};

describe('what an account may do in others of its organisation', () => {
  it.each<[string, Known, object]>([
    ['where nothing is known: it may be the one', {}, { closing: 'conditional', open: true }],
    [
      'as the one that manages both',
      { here: { management: own }, there: { management: own } },
      { closing: 'allowed', open: true },
    ],
    [
      'as one that manages an organisation, whose the other may be',
      { here: { management: own } },
      { closing: 'conditional', open: true },
    ],
    [
      'as one that manages another organisation',
      { here: { management: own }, there: { management: '333333333333' } },
      { closing: 'denied', open: true },
    ],
    ['in no organisation: nothing', { here: { management: null } }, { closing: 'denied', open: false }],
    [
      'as a member of which nobody told what was handed to it',
      { here: { management: other } },
      { closing: 'denied', open: true },
    ],
    [
      'as a member to which nothing was handed',
      { here: { management: other }, there: { management: other, delegatedAdministrators: '333333333333' } },
      { closing: 'denied', open: false },
    ],
    [
      'as a member where nothing was handed to anyone',
      { here: { management: other }, there: { management: other, delegatedAdministrators: '' } },
      { closing: 'denied', open: false },
    ],
    [
      'as a member to which something was handed',
      {
        here: { management: other },
        there: { management: other, delegatedAdministrators: `333333333333 ${own}` },
      },
      { closing: 'denied', open: true },
    ],
  ])('%s', (_title, known, expected) => {
    expect(told(known)).toEqual(expected);
  });

  it('is not to close itself', () => {
    const index = indexOf({ assets: [accountOf(own, { management: own })] });
    expect(managesOrganization(index, own, own)).toBe(false);
  });

  it('is not known of an account that was not read', () => {
    const nothing = indexOf({ assets: [] });
    expect([managesOrganization(nothing, own, other), mayReachOthers(nothing, own)]).toEqual([null, null]);
  });
});
