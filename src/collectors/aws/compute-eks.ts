import type { EKSClient } from '@aws-sdk/client-eks';
import type { CollectedAsset } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { credential } from './credential.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const listClusters = apiCall('eks:ListClusters', 'credential', 'widens');
const listPodIdentityAssociations = apiCall('eks:ListPodIdentityAssociations', 'credential', 'widens');
const describePodIdentityAssociation = apiCall('eks:DescribePodIdentityAssociation', 'credential', 'widens');

export const eksCalls = [listClusters, listPodIdentityAssociations, describePodIdentityAssociation];
export const eksNatives = ['AWS::EKS::PodIdentityAssociation'];

/** Whoever runs code in a pod of a service account that a cluster of the Region gives a role to. */
export async function collectEks(reader: Reader): Promise<Found> {
  const { EKSClient, ListClustersCommand } = await import('@aws-sdk/client-eks');
  const eks = reader.client(EKSClient);
  const names: string[] = [];
  await reader.pages(
    listClusters,
    (nextToken) => eks.send(new ListClustersCommand({ maxResults: 100, nextToken })),
    ({ clusters = [], nextToken }) => {
      names.push(...clusters);
      return { items: clusters.length, next: nextToken };
    },
  );
  const found = await Promise.all(names.map((name) => podsOf(reader, eks, name)));
  return { assets: found.flat() };
}

async function podsOf(
  reader: Reader,
  eks: EKSClient,
  clusterName: string,
): Promise<readonly CollectedAsset[]> {
  const { ListPodIdentityAssociationsCommand } = await import('@aws-sdk/client-eks');
  const ids: string[] = [];
  await reader.pages(
    listPodIdentityAssociations,
    (nextToken) =>
      eks.send(new ListPodIdentityAssociationsCommand({ clusterName, maxResults: 100, nextToken })),
    ({ associations = [], nextToken }) => {
      ids.push(...associations.flatMap(({ associationId }) => associationId ?? []));
      return { items: associations.length, next: nextToken };
    },
  );
  const pods = ids.map((id) => reader.queue(() => podIdentity(reader, eks, clusterName, id)));
  return (await Promise.all(pods)).flat();
}

async function podIdentity(
  reader: Reader,
  eks: EKSClient,
  clusterName: string,
  associationId: string,
): Promise<readonly CollectedAsset[]> {
  const { DescribePodIdentityAssociationCommand } = await import('@aws-sdk/client-eks');
  const answer = await reader.call(describePodIdentityAssociation, () =>
    eks.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId })),
  );
  const { roleArn, associationArn, namespace, serviceAccount } = answer?.association ?? {};
  if (roleArn === undefined || associationArn === undefined) return [];
  return [
    credential({
      id: `aws:workload-identity:${associationArn}`,
      native: 'AWS::EKS::PodIdentityAssociation',
      name: `pods of ${namespace}/${serviceAccount} in ${clusterName}`,
      account: reader.account.id,
      principal: roleArn,
      props: { type: 'workload-identity', expires: 'inexpressible', mfa: 'never' },
    }),
  ];
}
