import type { InventoryIndex } from '../../model/inventory.ts';

/** Whether an account manages the organisation that another one is a member of; null: not known. */
export function managesOrganization(index: InventoryIndex, account: string, member: string): boolean | null {
  if (account === member) return false;
  const own = factOf(index, account, 'management');
  const its = factOf(index, member, 'management');
  if ([own, its].some((known) => known !== undefined && known !== account)) return false;
  return own === undefined || its === undefined ? null : true;
}

/**
 * Whether an account may give rights in others of its organisation: it manages it, or was handed services; null: not
 * known. One in none has no others to reach; of a member, only the list that the managing account keeps tells.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_delegated_admin.html
 */
export function mayReachOthers(index: InventoryIndex, account: string): boolean | null {
  const management = factOf(index, account, 'management');
  if (management === undefined) return null;
  if (management === null || management === account) return management === account;
  const delegated = factOf(index, String(management), 'delegatedAdministrators');
  return typeof delegated === 'string' ? delegated.split(' ').includes(account) : null;
}

function factOf(index: InventoryIndex, account: string, name: string) {
  const asset = index.get(`aws:account:${account}`);
  return asset?.kind === 'container' ? asset.props.facts?.[name] : undefined;
}
