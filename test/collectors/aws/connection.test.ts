import { DeleteVolumeCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { rateBudgets } from '../../../src/collectors/aws/budget.ts';
import { openClient } from '../../../src/collectors/aws/connection.ts';
import { serveAws } from '../../../src/stand-ins/aws/index.ts';
import { acme, scanner, stillIO } from './acme.ts';

it('a client sends what is on the list, and throws for anything else before it reaches the wire', async () => {
  const served = await serveAws([acme()]);
  let requests = 0;
  const place = {
    source: 'aws 111111111111 us-east-1 ec2',
    service: 'ec2',
    region: 'us-east-1',
    onRequest: () => {
      requests += 1;
    },
  };
  const client = openClient(EC2Client, place, {
    endpoint: served.url,
    credentials: async () => scanner,
    maxAttempts: 1,
    timeoutMs: 5000,
    budget: rateBudgets(1e6),
    io: stillIO(),
    opened: [],
  });
  try {
    await client.send(new DescribeVolumesCommand({}));
    await expect(client.send(new DeleteVolumeCommand({ VolumeId: 'vol-root' }))).rejects.toThrow(
      'not on the list',
    );
    expect(served.calls).toEqual(['ec2:DescribeVolumes']);
    expect(requests).toBe(1);
  } finally {
    client.destroy();
    await served.close();
  }
});
