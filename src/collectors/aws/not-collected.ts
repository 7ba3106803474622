/** What an AWS account can hold that no collector reads yet; printed with every scan. */
export const notCollected: readonly string[] = [
  'DocumentDB elastic clusters, Neptune Analytics graphs and Aurora DSQL clusters',
  'S3 directory buckets, S3 Tables, access points and access control lists',
  'EFS and FSx file systems (AWS::EFS::FileSystem, AWS::FSx::FileSystem)',
  'Redshift, ElastiCache, MemoryDB and OpenSearch',
  'Recycle Bin rules and what is in the bin (AWS::Rbin::Rule)',
  'IAM Roles Anywhere profiles and trust anchors',
  'ECS tasks, and EKS pods with roles by OIDC',
];
