import * as efs from '@aws-sdk/client-efs';
import { deny } from './seed-data-stores.ts';

const region = 'us-east-1';

/** What moto chose itself. */
export interface SeededFurther {
  readonly home: string;
  readonly scratch: string;
}

/** Makes file systems, clusters, caches and domains with the SDK, as a person would. */
export async function seedFurtherStores(endpoint: string): Promise<SeededFurther> {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const settings = { region, endpoint, credentials };
  const files = new efs.EFSClient(settings);
  try {
    return await seedFileSystems(files);
  } finally {
    files.destroy();
  }
}

async function seedFileSystems(client: efs.EFSClient): Promise<SeededFurther> {
  const home = await client.send(
    new efs.CreateFileSystemCommand({
      CreationToken: 'home',
      Encrypted: true,
      Backup: true,
      Tags: [
        { Key: 'Name', Value: 'home' },
        { Key: 'env', Value: 'production' },
      ],
    }),
  );
  const scratch = await client.send(new efs.CreateFileSystemCommand({ CreationToken: 'scratch' }));
  await client.send(
    new efs.PutFileSystemPolicyCommand({
      FileSystemId: home.FileSystemId,
      Policy: JSON.stringify(deny('elasticfilesystem:ClientWrite')),
    }),
  );
  return { home: home.FileSystemArn ?? '', scratch: scratch.FileSystemArn ?? '' };
}
