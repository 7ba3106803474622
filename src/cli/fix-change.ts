import { spoken } from '../findings/wording.ts';
import type { Asset, AssetOf, Guard } from '../model/asset.ts';
import type { DeclaredCopy, Inventory } from '../model/inventory.ts';

/** Something that could be changed, and the inventory there would be then. Nothing is ever applied. */
export interface Change {
  readonly what: string;
  /** How to do it: text, a policy document, commands, Terraform; printed as it stands. */
  readonly how: readonly string[];
  /** What whoever has it loses by it, with its last use where that is known. */
  readonly takesAway: readonly string[];
  apply(inventory: Inventory): Inventory;
}

/** Denies calls to a principal, in a policy of its own. */
export function denial(principal: AssetOf<'principal'>, operations: readonly string[]): Change {
  const Action = operations.toSorted();
  const document = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Firebreak', Effect: 'Deny', Action, Resource: '*' }],
  };
  const kind = principal.props.type === 'role' ? 'role' : 'user';
  const id = `${principal.id}#inline/firebreak`;
  const text = JSON.stringify(document, null, 2);
  const editsItself = Action.some((action) => action.startsWith('iam:'));
  return {
    what: `deny ${Action.join(', ')} to ${kind} "${principal.name}"`,
    how: [
      text,
      `aws iam put-${kind}-policy --${kind}-name ${shellWord(principal.name)} --policy-name firebreak --policy-document file://firebreak.json`,
      `In Terraform: aws_iam_${kind}_policy "firebreak", ${kind} = ${hclText(principal.name)}, policy = file("firebreak.json").`,
      ...(editsItself
        ? [
            'As it may edit policies, set it as a service control policy or permission boundary instead: those it cannot lift.',
          ]
        : []),
    ],
    takesAway: Action.map(
      (action) => `${action} on everything: use unknown, as calls are not read from an audit log`,
    ),
    apply: (inventory) => ({
      ...inventory,
      assets: [
        ...inventory.assets.map((asset) =>
          asset.id === principal.id
            ? { ...asset, links: [...asset.links, { to: id, as: 'attached' as const }] }
            : asset,
        ),
        {
          ...principal,
          id,
          kind: 'policy',
          native: 'AWS::IAM::InlinePolicy',
          name: 'firebreak',
          links: [],
          props: { type: 'inline', document, digest: id },
        },
      ],
    }),
  };
}

/** Ends a credential. */
export function revocation(credential: AssetOf<'credential'>): Change {
  const { provider, name, props } = credential;
  const last =
    props.lastUsed === null
      ? 'never used'
      : props.lastUsed === 'unknown' || props.lastUsed === 'inexpressible'
        ? 'use unknown'
        : `last used ${props.lastUsed}`;
  const steps =
    provider === 'railway'
      ? /session$/.test(props.type)
        ? `On Railway, under Account Settings, log the session "${name}" out.`
        : `On Railway, under Tokens of the account, workspace or project it belongs to, delete "${name}". Where something needs it, put a project token of the one environment in its place first.`
      : `Deactivate "${name}", wait a week, delete it. Where something needs it, let that assume a role which cannot delete.`;
  return {
    what: `end the ${spoken(props.type)} "${name}"`,
    how: [steps],
    takesAway: [`everything done with "${name}": ${last}`],
    apply: (inventory) => ({
      ...inventory,
      assets: inventory.assets.filter(({ id }) => id !== credential.id),
    }),
  };
}

/** Locks a backup so that nobody can delete it for so many days. */
export function lock(backup: AssetOf<'backup'>, days: number, now: Date): Change {
  const until = new Date(now.getTime() + days * 86_400_000).toISOString();
  const inVault = backup.props.location.vault;
  const guard: Guard = { type: inVault === null ? 'snapshot-lock' : 'vault-lock', clearedBy: [], until };
  const snapshot = backup.id.slice(backup.id.lastIndexOf('/') + 1);
  return {
    what: `lock backup "${backup.name}" for ${days} days, so that nobody can delete it`,
    how:
      inVault === null
        ? [
            `aws ec2 lock-snapshot --snapshot-id ${shellWord(snapshot)} --lock-mode compliance --lock-duration ${days} --cool-off-period 1`,
            'Until the hour of the cool-off period has passed, the lock can still be lifted.',
          ]
        : [
            `resource "aws_backup_vault_lock_configuration" "firebreak" {\n  backup_vault_name   = ${hclText(inVault)}\n  min_retention_days  = ${days}\n  changeable_for_days = 3\n}`,
            'Until the three days have passed, the lock can still be lifted.',
          ],
    takesAway: [
      `deleting "${backup.name}" before ${until.slice(0, 10)}, by anyone, its owner included; it is paid for until then`,
    ],
    apply: (inventory) => ({
      ...inventory,
      assets: inventory.assets.map(
        (asset): Asset =>
          asset.id === backup.id && asset.kind === 'backup'
            ? { ...asset, props: { ...asset.props, guards: [...asset.props.guards, guard] } }
            : asset,
      ),
    }),
  };
}

/** Keeps a tested copy where nothing of this inventory reaches. */
export function copyElsewhere(stores: readonly AssetOf<'store'>[], now: Date): Change {
  const at = now.toISOString();
  const copies = stores.map(
    (store): DeclaredCopy => ({
      of: store.id,
      location: 'another provider, another account',
      every: '24h',
      keptFor: '90d',
      deletableBy: ['a key that is kept nowhere in this inventory'],
      owner: 'you',
      newestAt: at,
      restoreTestedAt: at,
      expires: null,
      evidence: null,
    }),
  );
  const names = stores.map(({ name }) => `"${name}"`).join(', ');
  return {
    what: `keep a tested copy of ${names} where no credential here reaches`,
    how: [
      'Schedule a daily dump to a bucket of another provider and account; keep the key that deletes it out of this one.',
      'Restore it once into an empty service and look at the data.',
      `Declare it under \`copies\` in firebreak.yaml:\n${stores.map(({ id }) => `  - { of: "${id}", location: "…", every: 24h, keptFor: 90d, newestAt: DATE, restoreTestedAt: DATE, deletableBy: ["…"], owner: "…", expires: DATE }`).join('\n')}`,
    ],
    takesAway: [],
    apply: (inventory) => ({
      ...inventory,
      settings: { ...inventory.settings, copies: [...inventory.settings.copies, ...copies] },
    }),
  };
}

/** One word of a shell command, whatever is in it. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A string of Terraform, in which nothing is evaluated. */
function hclText(text: string): string {
  return JSON.stringify(text).replaceAll('${', '$${').replaceAll('%{', '%%{');
}
