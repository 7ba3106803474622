import type { AssetOf } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { Reader } from './reader.ts';
import {
  dateTime,
  flag,
  listOf,
  type RestClient,
  type RestOperation,
  restClient,
  structure,
  text,
} from './rest-service.ts';

const listTrustAnchors = apiCall('rolesanywhere:ListTrustAnchors', 'credential', 'widens');
const listProfiles = apiCall('rolesanywhere:ListProfiles', 'credential', 'widens');

export const rolesAnywhereCalls = [listTrustAnchors, listProfiles];
export const rolesAnywhereNatives = ['AWS::RolesAnywhere::Profile', 'AWS::RolesAnywhere::TrustAnchor'];

const nextToken = [text, { httpQuery: 'nextToken' }] as const;

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ListTrustAnchors.html */
const ListTrustAnchors: RestOperation = {
  name: 'ListTrustAnchors',
  http: ['GET', '/trustanchors', 200],
  input: { nextToken: [...nextToken] },
  output: {
    trustAnchors: listOf(
      structure({
        trustAnchorArn: text,
        name: text,
        enabled: flag,
        source: structure({ sourceType: text }),
        createdAt: dateTime,
      }),
    ),
    nextToken: text,
  },
};

/** https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ListProfiles.html */
const ListProfiles: RestOperation = {
  name: 'ListProfiles',
  http: ['GET', '/profiles', 200],
  input: { nextToken: [...nextToken] },
  output: {
    profiles: listOf(
      structure({
        profileArn: text,
        name: text,
        enabled: flag,
        roleArns: listOf(text),
        sessionPolicy: text,
        managedPolicyArns: listOf(text),
        createdAt: dateTime,
      }),
    ),
    nextToken: text,
  },
};

interface TrustAnchor {
  readonly trustAnchorArn?: string;
  readonly name?: string;
  readonly enabled?: boolean;
  readonly source?: { readonly sourceType?: string };
  readonly createdAt?: Date;
}

interface Profile {
  readonly profileArn?: string;
  readonly name?: string;
  readonly enabled?: boolean;
  readonly roleArns?: readonly string[];
  readonly sessionPolicy?: string;
  readonly managedPolicyArns?: readonly string[];
  readonly createdAt?: Date;
}

/** What of one Region lets holders of certificates into roles. */
export interface CertificateDoor {
  readonly region: string;
  /** Trust anchors that are switched on: whose certificates are taken. */
  readonly anchors: readonly { readonly arn: string; readonly name: string }[];
  /** Profiles that are switched on: the roles they hand out, and whether their sessions are limited further. */
  readonly profiles: readonly { readonly roles: readonly string[]; readonly isLimited: boolean }[];
  /** Both lists were read to their end. */
  readonly isWhole: boolean;
}

type CollectedContainer = Omit<AssetOf<'container'>, 'environments'>;

/** The Region's trust anchors and profiles. A certificate is no asset: the service lists none it would take. */
export async function collectRolesAnywhere(
  reader: Reader,
  region: string,
): Promise<{ readonly assets: readonly CollectedContainer[]; readonly doors: readonly CertificateDoor[] }> {
  const client = reader.client(await restClient('rolesanywhere'));
  const [anchors, profiles] = await Promise.all([readAnchors(reader, client), readProfiles(reader, client)]);
  const place = { account: reader.account.id, region };
  const door: CertificateDoor = {
    region,
    anchors: anchors.items
      .filter(({ enabled }) => enabled !== false)
      .map(({ trustAnchorArn = '', name = trustAnchorArn }) => ({ arn: trustAnchorArn, name })),
    profiles: profiles.items
      .filter(({ enabled }) => enabled !== false)
      .map((profile) => ({ roles: profile.roleArns ?? [], isLimited: isLimited(profile) })),
    isWhole: anchors.isWhole && profiles.isWhole,
  };
  return {
    assets: [
      ...anchors.items.map((anchor) => anchorAsset(anchor, place)),
      ...profiles.items.map((profile) => profileAsset(profile, place)),
    ],
    doors: [door],
  };
}

interface Listed<T> {
  readonly items: readonly T[];
  readonly isWhole: boolean;
}

async function readAnchors(reader: Reader, client: RestClient): Promise<Listed<TrustAnchor>> {
  const items: TrustAnchor[] = [];
  const isWhole = await reader.pages(
    listTrustAnchors,
    async (token) =>
      (await client.ask(ListTrustAnchors, { nextToken: token })) as {
        readonly trustAnchors?: readonly TrustAnchor[];
        readonly nextToken?: string;
      },
    ({ trustAnchors = [], nextToken: next }) => {
      items.push(...trustAnchors);
      return { items: trustAnchors.length, next };
    },
  );
  return { items, isWhole };
}

async function readProfiles(reader: Reader, client: RestClient): Promise<Listed<Profile>> {
  const items: Profile[] = [];
  const isWhole = await reader.pages(
    listProfiles,
    async (token) =>
      (await client.ask(ListProfiles, { nextToken: token })) as {
        readonly profiles?: readonly Profile[];
        readonly nextToken?: string;
      },
    ({ profiles = [], nextToken: next }) => {
      items.push(...profiles);
      return { items: profiles.length, next };
    },
  );
  return { items, isWhole };
}

function isLimited({ sessionPolicy = '', managedPolicyArns = [] }: Profile): boolean {
  return sessionPolicy !== '' || managedPolicyArns.length > 0;
}

interface Place {
  readonly account: string;
  readonly region: string;
}

function anchorAsset(anchor: TrustAnchor, place: Place): CollectedContainer {
  const facts = { enabled: anchor.enabled ?? null, source: anchor.source?.sourceType ?? null };
  const { trustAnchorArn: id = '', name = id } = anchor;
  return {
    ...bare(id, name, place, anchor.createdAt),
    native: 'AWS::RolesAnywhere::TrustAnchor',
    props: { type: 'trust-anchor', guards: [], facts },
  };
}

function profileAsset(profile: Profile, place: Place): CollectedContainer {
  const { profileArn: id = '', name = id, roleArns = [] } = profile;
  const facts = {
    enabled: profile.enabled ?? null,
    roles: roleArns.toSorted().join(' '),
    sessionPolicy: isLimited(profile),
  };
  return {
    ...bare(id, name, place, profile.createdAt),
    native: 'AWS::RolesAnywhere::Profile',
    props: { type: 'roles-anywhere-profile', guards: [], facts },
  };
}

function bare(id: string, name: string, { account, region }: Place, created: Date | undefined) {
  return {
    id,
    kind: 'container',
    provider: 'aws',
    name,
    scope: account,
    region,
    createdAt: created?.toISOString() ?? null,
    tags: {},
    links: [],
  } as const;
}
