import type { Operation } from '../../../model/operation.ts';
import { row } from './row.ts';

/** What opens a store by its own protocol. */
export const secretsOperations: readonly Operation[] = [
  row({
    id: 'secretsmanager:GetSecretValue',
    label: 'read its password and drop its data',
    actsOn: { kind: 'credential', natives: ['AWS::SecretsManager::Secret'] },
    effect: 'destroy-data',
    ends: ['opened'],
    source:
      'docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html, docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html',
    confidence: 'inferred',
    route: 'data-path',
    note: 'that the caller can reach the database over the network, and decrypt the secret, is assumed',
  }),
];
