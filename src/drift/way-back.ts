import type { ApprovedAsset } from '../model/baseline.ts';
import type { Change } from './change.ts';

interface Back {
  readonly change: Change;
  readonly before: ApprovedAsset | undefined;
  readonly after: ApprovedAsset | undefined;
}

type WayBack = (back: Back) => string | null;

/** One argument of a shell command, whatever is in it: names and ids are chosen by others. */
function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '');
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}

/** The last part of an id: `vol-1` of an ARN, the uuid of a Railway id. */
function nativeId(id: string): string {
  return id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf(':')) + 1);
}

const region = (asset: ApprovedAsset | undefined): string =>
  asset?.region == null ? '' : ` --region ${quoted(asset.region)}`;

/** A policy document that says what was approved. */
function documentOf(asset: ApprovedAsset): string | null {
  if (asset.statements == null) return null;
  const text = JSON.stringify({
    Version: asset.facts.version,
    Statement: asset.statements.map(withPrincipals),
  });
  return text.length > 6144 ? null : text;
}

/** Principals go back from `AWS <id>` to the form of a document. */
function withPrincipals(statement: NonNullable<ApprovedAsset['statements']>[number]): object {
  const asMap = (principals: readonly string[]): object =>
    Object.fromEntries(
      Object.entries(
        Object.groupBy(principals, (principal) => principal.slice(0, principal.indexOf(' '))),
      ).map(([type, all]) => [type, (all ?? []).map((principal) => principal.slice(type.length + 1))]),
    );
  const { Principal, NotPrincipal } = statement;
  return {
    ...statement,
    ...(Principal !== undefined && { Principal: asMap(Principal) }),
    ...(NotPrincipal !== undefined && { NotPrincipal: asMap(NotPrincipal) }),
  };
}

function policyCommand({ before, after }: Back): string | null {
  const document = before === undefined ? null : documentOf(before);
  if (before === undefined || after === undefined || document === null) return null;
  if (after.native === 'AWS::IAM::ManagedPolicy') {
    return `aws iam create-policy-version --set-as-default --policy-arn ${quoted(after.id)} --policy-document ${quoted(document)}`;
  }
  const inline = /^arn:aws:iam::\d+:(user|role|group)\/(?:.*\/)?([^/]+)#inline\/(.+)$/.exec(after.id);
  if (inline !== null) {
    const [, type = '', principal = '', name = ''] = inline;
    return `aws iam put-${type}-policy --${type}-name ${quoted(principal)} --policy-name ${quoted(name)} --policy-document ${quoted(document)}`;
  }
  const trust = /^arn:aws:iam::\d+:role\/(?:.*\/)?([^/]+)#trust$/.exec(after.id);
  return trust === null
    ? null
    : `aws iam update-assume-role-policy --role-name ${quoted(trust[1] ?? '')} --policy-document ${quoted(document)}`;
}

/** `user`, `role` or `group`, and the name, of an IAM principal. */
function iamPrincipal(asset: ApprovedAsset | undefined): readonly [string, string] | null {
  const found = /^arn:aws:iam::\d+:(user|role|group)\/(?:.*\/)?([^/]+)$/.exec(asset?.id ?? '');
  return found === null ? null : [found[1] ?? '', found[2] ?? ''];
}

/** Policies named by the links of one side. */
function linked(text: string | null, as: string): string | null {
  const id = text?.startsWith(`${as} `) ? text.slice(as.length + 1) : null;
  return id === null || /, | and \d+ more$/.test(id) ? null : id;
}

function attachCommand(
  verb: 'attach' | 'detach',
  text: string | null,
  after: ApprovedAsset | undefined,
): string | null {
  const principal = iamPrincipal(after);
  const policy = linked(text, 'attached');
  if (principal === null || policy === null || !/^arn:aws:iam::(aws|\d+):policy\//.test(policy)) return null;
  const [type, name] = principal;
  return `aws iam ${verb}-${type}-policy --${type}-name ${quoted(name)} --policy-arn ${quoted(policy)}`;
}

function attachment({ change, after }: Back): string | null {
  const commands = [
    attachCommand('detach', change.after, after),
    attachCommand('attach', change.before, after),
  ];
  const found = commands.filter((command) => command !== null);
  return found.length === 0 ? null : found.join(' && ');
}

function boundary({ change, after }: Back): string | null {
  const principal = iamPrincipal(after);
  const policy = linked(change.before, 'bounds');
  if (principal === null || policy === null || principal[0] === 'group') return null;
  return `aws iam put-${principal[0]}-permissions-boundary --${principal[0]}-name ${quoted(principal[1])} --permissions-boundary ${quoted(policy)}`;
}

const byProtection: Readonly<Record<string, (asset: ApprovedAsset) => string>> = {
  'AWS::EC2::Instance termination-protection': (asset) =>
    `aws ec2 modify-instance-attribute --disable-api-termination --instance-id ${quoted(nativeId(asset.id))}${region(asset)}`,
  'AWS::RDS::DBInstance deletion-protection': (asset) =>
    `aws rds modify-db-instance --deletion-protection --db-instance-identifier ${quoted(nativeId(asset.id))}${region(asset)}`,
  'AWS::RDS::DBCluster deletion-protection': (asset) =>
    `aws rds modify-db-cluster --deletion-protection --db-cluster-identifier ${quoted(nativeId(asset.id))}${region(asset)}`,
  'AWS::DynamoDB::Table deletion-protection': (asset) =>
    `aws dynamodb update-table --deletion-protection-enabled --table-name ${quoted(nativeId(asset.id))}${region(asset)}`,
};

function guard({ change, after }: Back): string | null {
  if (after === undefined) return null;
  return (
    byProtection[`${after.native} ${change.detail ?? ''}`]?.(after) ??
    `put ${change.before ?? 'the guard'} back on ${quoted(change.asset)}`
  );
}

/** A call of Railway's API that a person would send: https://docs.railway.com/reference/public-api */
const railway = (mutation: string): string => `railway API: mutation { ${mutation} }`;

function credential({ change, after }: Back): string | null {
  const principal = iamPrincipal(after);
  if (principal !== null && change.detail === 'access-key') {
    const user = quoted(principal[1]);
    return `aws iam list-access-keys --user-name ${user}, then aws iam update-access-key --status Inactive --user-name ${user} --access-key-id <the new one>`;
  }
  if (principal !== null && change.detail === 'console-password') {
    return `aws iam delete-login-profile --user-name ${quoted(principal[1])}`;
  }
  if (change.detail === 'project-token') return railway('projectTokenDelete(id: "<the new one>")');
  if (change.detail?.endsWith('-token')) return railway('apiTokenDelete(id: "<the new one>")');
  return null;
}

function schedule({ before }: Back): string | null {
  if (before?.native !== 'railway.VolumeInstanceBackupSchedule') return null;
  const store = before.links.find(({ as }) => as === 'covers')?.to;
  const kind = before.facts.frequency;
  if (store === undefined || typeof kind !== 'string' || !/^[A-Z]+$/.test(kind)) return null;
  const id = JSON.stringify(nativeId(store));
  return railway(
    `volumeInstanceBackupScheduleUpdate(volumeInstanceId: ${id}, kinds: [${kind}, <those still there>])`,
  );
}

const byEvent: Readonly<Record<string, WayBack>> = {
  'asset-removed': removed,
  'member-removed': removed,
  'policy-changed': policyCommand,
  'policy-attached': attachment,
  'policy-detached': attachment,
  'boundary-removed': boundary,
  'guard-removed': guard,
  'credential-type-added': credential,
  'credential-added': credential,
  'schedule-removed': schedule,
};

function removed({ before }: Back): string | null {
  if (before?.kind === 'store') return 'restore it from the newest copy that is left';
  return before === undefined ? null : `make it again as it was approved: ${before.native} ${before.name}`;
}

/** In words, where no single call restores it. */
const inWords: Readonly<Record<string, string>> = {
  'deletion-pending': 'cancel the deletion before its deadline',
  'asset-added': 'remove it, or approve it',
  'member-added': 'remove this member, or approve them',
  'reach-widened': 'find out what gave it this reach (`firebreak blast`), or approve it',
  'copy-shared': 'stop sharing it with them',
  'copy-lost': 'make a new copy now',
  'credential-seen': 'look at it, and approve it or remove it',
  'asset-seen': 'look at it, and approve it or remove it',
  'copy-seen': 'look at it, and approve it or remove it',
  'gap-appeared': 'give the scan the right to read it, and scan again',
  'source-unread': 'scan it again',
  'copies-outdated': 'find out why no copy is made any more, and make one now',
  'copy-location-added': 'remove these copies, or approve the place',
};

/** The command or call that would restore the approved state: printed, never run. */
export function wayBack(
  change: Change,
  before: ApprovedAsset | undefined,
  after: ApprovedAsset | undefined,
): string {
  const found = byEvent[change.event]?.({ change, before, after }) ?? inWords[change.event];
  if (found !== undefined) return found;
  return change.before === null
    ? 'undo it, or approve it'
    : `set it back to what was approved: ${change.before}`;
}
