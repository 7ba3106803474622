import type { Operation } from '../../../model/operation.ts';
import { row } from './row.ts';

const ACCOUNT = { kind: 'container', natives: ['AWS::Account'] } as const;

/** The end of the tenant itself, which no lock survives: reported apart from every plan. */
export const accountOperations: readonly Operation[] = (
  ['account:CloseAccount', 'organizations:CloseAccount'] as const
).map((id) =>
  row({
    id,
    label: 'close the account',
    actsOn: ACCOUNT,
    effect: 'end-tenant',
    ends: ['contained'],
    undo: { hours: 90 * 24, closedBy: null, by: 'AWS Support, while the account is suspended' },
    source: 'docs.aws.amazon.com/accounts/latest/reference/manage-acct-closing.html',
  }),
);
