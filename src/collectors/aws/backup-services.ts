/**
 * Beginnings of ARNs, Region and account left out, to the resource types by which AWS Backup is opted in to them:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeRegionSettings.html
 */
export const backupServices: Readonly<Record<string, readonly string[]>> = {
  'cloudformation:': ['CloudFormation'],
  'dynamodb:': ['DynamoDB'],
  'ec2:instance/': ['EC2'],
  'ec2:volume/': ['EBS'],
  'elasticfilesystem:': ['EFS'],
  'fsx:': ['FSx'],
  'rds:cluster:': ['Aurora', 'DocumentDB', 'Neptune'],
  'rds:db:': ['RDS'],
  'redshift:': ['Redshift'],
  's3:': ['S3'],
};
