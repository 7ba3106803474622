/** What an AWS account can hold that no collector reads yet; printed with every scan. */
export const notCollected: readonly string[] = [
  'DocumentDB elastic clusters, Neptune Analytics graphs and Aurora DSQL clusters',
  'S3 directory buckets, S3 Tables, access points and access control lists',
  'snapshots on FSx volumes, and FSx file caches',
  'Redshift Serverless, MemoryDB and OpenSearch Serverless',
  'ElastiCache clusters of Memcached, which keep no data, and which caches of a global datastore follow which',
  'What lies in the Recycle Bin already',
  'EKS pods with roles by OIDC, and roles that a running ECS task has from elsewhere than its newest definition',
];
