import { describe, expect, it } from 'vitest';
import { isWholeAnswer } from '../../../src/collectors/aws/whole-answer.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('an answer is whole', () => {
  it.each([
    [
      'ec2Query',
      'DescribeVolumes',
      `${head}<DescribeVolumesResponse xmlns="x"><volumeSet/></DescribeVolumesResponse>`,
    ],
    ['awsQuery', 'DescribeVolumes', '<DescribeVolumesResponse><volumeSet/></DescribeVolumesResponse>\n'],
    ['awsQuery', 'DescribeVolumes', `${head}<DescribeVolumesResponse/>`],
    ['awsJson1_0', 'ListTables', '{"TableNames":[]}'],
    ['restJson1', 'ListBackupVaults', ' {}\n'],
    ['restXml', 'GetBucketLocation', `${head}<LocationConstraint xmlns="x"/>`],
    ['restXml', 'GetBucketVersioning', '<VersioningConfiguration></VersioningConfiguration>'],
    ['restXml', 'GetBucketVersioning', `${head}<GetBucketVersioningResponse xmlns="x"/>`],
    ['restXml', 'GetBucketPolicy', '{"Version":"2012-10-17"}'],
  ])('%s: %s %j', (protocol, api, body) => {
    expect(isWholeAnswer(protocol, api, body)).toBe(true);
  });
});

const page = '<html><body>Sign in</body></html>';

describe('an answer is not whole, or not to this call', () => {
  it.each([
    ['ec2Query', ''],
    ['ec2Query', page],
    ['ec2Query', `${head}<DescribeVolumesResponse xmlns="x"><volumeSet><item>`],
    ['ec2Query', `${head}<DescribeImagesResponse></DescribeImagesResponse>`],
    ['ec2Query', `${head}<DescribeVolumesResponsePlus></DescribeVolumesResponse>`],
    ['ec2Query', '{"Volumes":[]}'],
    ['awsJson1_1', ''],
    ['awsJson1_1', page],
    ['awsJson1_1', '{"TableNames":["a",'],
    ['restXml', ''],
    ['restXml', page],
    ['restXml', `<!doctype html>${page}`],
    ['restXml', '<VersioningConfiguration><Status>'],
    ['restXml', '<response><status>blocked</status></response>'],
    ['restXml', '{"status":"blocked"}'],
    ['restXml', '<Error><Code>InternalError</Code></Error>'],
  ])('%s: %j', (protocol, body) => {
    expect(isWholeAnswer(protocol, 'DescribeVolumes', body)).toBe(false);
  });
});
