import type { Operation } from '../../../model/operation.ts';
import { opening, row } from './row.ts';

const KMS = 'docs.aws.amazon.com/kms/latest';
const EBS = 'docs.aws.amazon.com/ebs/latest/userguide';

/** Keys of the account's own; those that AWS manages cannot be ended by a customer. */
const KEY = { kind: 'key', natives: ['AWS::KMS::Key', 'AWS::KMS::ImportedKey'] } as const;
const IMPORTED = { kind: 'key', natives: ['AWS::KMS::ImportedKey'] } as const;

/** Keys, and all that can be read only with them. */
export const kmsOperations: readonly Operation[] = [
  row({
    id: 'kms:ScheduleKeyDeletion',
    label: 'schedule the key for deletion in 7 days',
    actsOn: KEY,
    effect: 'destroy-data',
    ends: ['encrypted'],
    undo: { hours: 7 * 24, closedBy: null, by: 'kms:CancelKeyDeletion' },
    source: `${KMS}/APIReference/API_ScheduleKeyDeletion.html; ${EBS}/snapshot-lock-considerations.html`,
    route: 'key',
    note: 'a lock guards a copy against deletion, not its key; a volume in use stays readable until it is detached',
  }),
  row({
    id: 'kms:DisableKey',
    label: 'disable the key',
    actsOn: KEY,
    effect: 'destroy-data',
    ends: ['encrypted'],
    undo: { hours: null, closedBy: null, by: 'kms:EnableKey' },
    source: `${KMS}/APIReference/API_DisableKey.html`,
    route: 'key',
    note: 'an outage, not a loss: the key can be enabled again',
  }),
  row({
    id: 'kms:DeleteImportedKeyMaterial',
    label: 'delete the material of the key',
    actsOn: IMPORTED,
    effect: 'destroy-data',
    ends: ['encrypted'],
    source: `${KMS}/APIReference/API_DeleteImportedKeyMaterial.html`,
    route: 'key',
    note: 'at once; the key works again only if whoever made the material has kept it and imports it anew',
  }),
  ...opening(`${KMS}/APIReference/API_PutKeyPolicy.html`, [
    ['kms:PutKeyPolicy', 'replace the policy of the key', KEY, 'replaced'],
  ]),
];
