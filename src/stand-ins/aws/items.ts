import type { Item } from './world.ts';
import type { Wire } from './xml.ts';

/** Builders of items in the services' own element names, for worlds and tests; `more` adds or replaces elements. */

export function volume(volumeId: string, more: Item = {}): Item {
  return { volumeId, size: 8, status: 'available', createTime: '2026-01-01T00:00:00.000Z', ...more };
}

/** What a volume says of the instance it is attached to. */
export function attachedTo(instanceId: string, deleteOnTermination: boolean): Item {
  return { status: 'in-use', attachmentSet: [{ instanceId, status: 'attached', deleteOnTermination }] };
}

export function instance(instanceId: string, more: Item = {}): Item {
  const launchTime = '2026-01-01T00:00:00.000Z';
  return { instanceId, launchTime, instanceState: { code: 16, name: 'running' }, ...more };
}

/** What an instance says of a volume. */
export function device(volumeId: string, deleteOnTermination: boolean): Item {
  return { deviceName: '/dev/sda1', ebs: { volumeId, status: 'attached', deleteOnTermination } };
}

export function snapshot(snapshotId: string, volumeId: string, more: Item = {}): Item {
  const startTime = '2026-01-02T00:00:00.000Z';
  return { snapshotId, volumeId, status: 'completed', startTime, ownerId: '111111111111', ...more };
}

export function image(imageId: string, snapshots: readonly string[], more: Item = {}): Item {
  return {
    imageId,
    name: imageId,
    imageState: 'available',
    imageOwnerId: '111111111111',
    isPublic: false,
    creationDate: '2026-01-03T00:00:00.000Z',
    blockDeviceMapping: snapshots.map((snapshotId) => ({ deviceName: '/dev/sda1', ebs: { snapshotId } })),
    ...more,
  };
}

export function tags(values: Readonly<Record<string, string>>): readonly Item[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** A policy document as IAM sends it. */
export function encoded(document: unknown): string {
  return encodeURIComponent(JSON.stringify(document));
}

export function user(account: string, UserName: string, more: Item = {}): Item {
  return entity(`arn:aws:iam::${account}:user/${UserName}`, { UserName, ...more });
}

export function group(account: string, GroupName: string, more: Item = {}): Item {
  return entity(`arn:aws:iam::${account}:group/${GroupName}`, { GroupName, ...more });
}

/** `statements` are those of its trust policy. */
export function role(account: string, RoleName: string, statements: readonly Wire[], more: Item = {}): Item {
  const AssumeRolePolicyDocument = encoded({ Version: '2012-10-17', Statement: statements });
  return entity(`arn:aws:iam::${account}:role/${RoleName}`, { RoleName, AssumeRolePolicyDocument, ...more });
}

export function inline(PolicyName: string, document: unknown): Item {
  return { PolicyName, PolicyDocument: encoded(document) };
}

export function managedPolicy(Arn: string, document: unknown, more: Item = {}): Item {
  const version = { VersionId: 'v2', IsDefaultVersion: true, Document: encoded(document) };
  const PolicyName = Arn.slice(Arn.lastIndexOf('/') + 1);
  return { Arn, PolicyName, DefaultVersionId: 'v2', PolicyVersionList: [version], ...more };
}

function entity(Arn: string, more: Item): Item {
  return { Arn, Path: '/', CreateDate: '2026-01-01T00:00:00Z', ...more };
}
