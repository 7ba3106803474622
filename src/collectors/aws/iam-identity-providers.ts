import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { lastPart } from './arn.ts';
import type { Reader } from './reader.ts';

export const listOidcProviders = apiCall('iam:ListOpenIDConnectProviders', 'container', 'widens');
export const getOidcProvider = apiCall('iam:GetOpenIDConnectProvider', 'container', 'neither');
export const listSamlProviders = apiCall('iam:ListSAMLProviders', 'container', 'widens');

/** The outside identity providers whose tokens roles of the account may trust; both APIs answer in one page. */
export async function readIdentityProviders(reader: Reader): Promise<readonly CollectedAsset[]> {
  const { IAMClient, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } = await import(
    '@aws-sdk/client-iam'
  );
  const iam = reader.client(IAMClient);
  const [oidc, saml] = await Promise.all([
    reader.call(listOidcProviders, () => iam.send(new ListOpenIDConnectProvidersCommand({}))),
    reader.call(listSamlProviders, () => iam.send(new ListSAMLProvidersCommand({}))),
  ]);
  const arns = (oidc?.OpenIDConnectProviderList ?? []).flatMap(({ Arn }) => Arn ?? []);
  return [
    ...(await Promise.all(arns.map((arn) => reader.queue(() => oidcProvider(reader, arn))))),
    ...(saml?.SAMLProviderList ?? []).map(({ Arn = '', CreateDate }) =>
      providerAsset(reader, Arn, 'AWS::IAM::SAMLProvider', CreateDate, { type: 'saml-provider' }),
    ),
  ];
}

async function oidcProvider(reader: Reader, arn: string): Promise<CollectedAsset> {
  const { IAMClient, GetOpenIDConnectProviderCommand } = await import('@aws-sdk/client-iam');
  const iam = reader.client(IAMClient);
  const answer = await reader.call(
    getOidcProvider,
    () => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
    { target: arn },
  );
  const facts = { url: answer?.Url ?? null, audiences: (answer?.ClientIDList ?? []).toSorted().join(' ') };
  return providerAsset(reader, arn, 'AWS::IAM::OIDCProvider', answer?.CreateDate, {
    type: 'oidc-provider',
    facts,
  });
}

function providerAsset(
  reader: Reader,
  id: string,
  native: string,
  created: Date | undefined,
  props: { readonly type: string; readonly facts?: Readonly<Record<string, string | null>> },
): CollectedAsset {
  return {
    id,
    kind: 'container',
    provider: 'aws',
    native,
    name: lastPart(id),
    scope: reader.account.id,
    region: null,
    createdAt: created?.toISOString() ?? null,
    tags: {},
    links: [],
    props: { guards: [], ...props },
  };
}
