import type { BackupPlan, BackupRule, BackupSelection, ConditionParameter } from '@aws-sdk/client-backup';
import type { AssetOf } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { backupServices } from './backup-services.ts';
import type { Coverage, TagTest } from './coverage.ts';
import type { Reader } from './reader.ts';

export const listBackupPlans = apiCall('backup:ListBackupPlans', 'schedule', 'neither');
export const getBackupPlan = apiCall('backup:GetBackupPlan', 'schedule', 'neither');
export const listBackupSelections = apiCall('backup:ListBackupSelections', 'schedule', 'neither');
export const getBackupSelection = apiCall('backup:GetBackupSelection', 'schedule', 'neither');
export const describeRegionSettings = apiCall('backup:DescribeRegionSettings', 'schedule', 'neither');

export interface Plans {
  readonly assets: readonly CollectedSchedule[];
  readonly coverages: readonly Coverage[];
}

export type CollectedSchedule = Omit<AssetOf<'schedule'>, 'environments'>;

/** The Region's backup plans, a schedule for each rule, and what their selections cover. */
export async function readPlans(reader: Reader, region: string): Promise<Plans> {
  const { BackupClient, ListBackupPlansCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const ids: string[] = [];
  await reader.pages(
    listBackupPlans,
    (NextToken) => backup.send(new ListBackupPlansCommand({ MaxResults: 1000, NextToken })),
    (page) => {
      const listed = page.BackupPlansList ?? [];
      ids.push(...listed.flatMap(({ BackupPlanId }) => BackupPlanId ?? []));
      return { items: listed.length, next: page.NextToken };
    },
  );
  if (ids.length === 0) return { assets: [], coverages: [] };
  const optedOut = await readOptedOut(reader);
  const plans = await Promise.all(
    ids.map((id) => reader.queue(() => readPlan(reader, id, { region, optedOut }))),
  );
  return {
    assets: plans.flatMap(({ assets }) => assets),
    coverages: plans.flatMap(({ coverages }) => coverages),
  };
}

interface Around {
  readonly region: string;
  readonly optedOut: readonly string[];
}

async function readPlan(reader: Reader, BackupPlanId: string, around: Around): Promise<Plans> {
  const { BackupClient, GetBackupPlanCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const [answer, selections] = await Promise.all([
    reader.call(getBackupPlan, () => backup.send(new GetBackupPlanCommand({ BackupPlanId }))),
    readSelections(reader, BackupPlanId),
  ]);
  const arn = answer?.BackupPlanArn;
  if (answer?.BackupPlan === undefined || arn === undefined) return { assets: [], coverages: [] };
  const place = { account: reader.account.id, region: around.region, created: answer.CreationDate };
  const assets = rulesOf(answer.BackupPlan, arn).map((rule) => scheduleAsset(rule, place));
  const schedules = assets.map(({ id }) => id);
  return { assets, coverages: selections.map((selection) => coverageOf(selection, schedules, around)) };
}

interface NamedRule {
  readonly id: string;
  readonly name: string;
  readonly rule: BackupRule;
}

/** A rule's own id changes with each version of the plan, its name does not. */
function rulesOf({ BackupPlanName, Rules }: BackupPlan, arn: string): readonly NamedRule[] {
  return (Rules ?? []).map((rule) => ({
    id: `${arn}#rule/${rule.RuleName}`,
    name: `${BackupPlanName} ${rule.RuleName}`,
    rule,
  }));
}

function scheduleAsset(
  { id, name, rule }: NamedRule,
  place: { readonly account: string; readonly region: string; readonly created: Date | undefined },
): CollectedSchedule {
  const copies = (rule.CopyActions ?? []).flatMap(
    ({ DestinationBackupVaultArn }) => DestinationBackupVaultArn ?? [],
  );
  const gapped = rule.TargetLogicallyAirGappedBackupVaultArn;
  const days = rule.Lifecycle?.DeleteAfterDays;
  return {
    id,
    kind: 'schedule',
    provider: 'aws',
    native: 'AWS::Backup::BackupPlan',
    name,
    scope: place.account,
    region: place.region,
    createdAt: place.created?.toISOString() ?? null,
    tags: {},
    links: [],
    props: {
      type: rule.EnableContinuousBackup === true ? 'backup-plan-continuous' : 'backup-plan',
      // What AWS Backup takes where a rule names no time.
      frequency: rule.ScheduleExpression ?? 'cron(0 5 ? * * *)',
      retentionHours: days === undefined || days === -1 ? null : days * 24,
      copiesTo: [...copies, ...(gapped === undefined ? [] : [gapped])].sort(),
    },
  };
}

async function readSelections(reader: Reader, BackupPlanId: string): Promise<readonly BackupSelection[]> {
  const { BackupClient, ListBackupSelectionsCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const ids: string[] = [];
  await reader.pages(
    listBackupSelections,
    (NextToken) =>
      backup.send(new ListBackupSelectionsCommand({ BackupPlanId, MaxResults: 1000, NextToken })),
    (page) => {
      const listed = page.BackupSelectionsList ?? [];
      ids.push(...listed.flatMap(({ SelectionId }) => SelectionId ?? []));
      return { items: listed.length, next: page.NextToken };
    },
  );
  const read = await Promise.all(ids.map((id) => readSelection(reader, BackupPlanId, id)));
  return read.filter((selection) => selection !== undefined);
}

async function readSelection(
  reader: Reader,
  BackupPlanId: string,
  SelectionId: string,
): Promise<BackupSelection | undefined> {
  const { BackupClient, GetBackupSelectionCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const answer = await reader.call(getBackupSelection, () =>
    backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId })),
  );
  return answer?.BackupSelection;
}

/** What is left out of a plan that does not name it, because AWS Backup is not opted in; not read: all of it. */
async function readOptedOut(reader: Reader): Promise<readonly string[]> {
  const { BackupClient, DescribeRegionSettingsCommand } = await import('@aws-sdk/client-backup');
  const backup = reader.client(BackupClient);
  const answer = await reader.call(describeRegionSettings, () =>
    backup.send(new DescribeRegionSettingsCommand({})),
  );
  const preferences = answer?.ResourceTypeOptInPreference;
  return Object.entries(backupServices)
    .filter(([, types]) => !types.every((type) => preferences?.[type] === true))
    .map(([beginning]) => beginning);
}

function coverageOf(selection: BackupSelection, schedules: readonly string[], around: Around): Coverage {
  const { Resources = [], NotResources = [], ListOfTags = [], Conditions = {} } = selection;
  const test =
    (negated: boolean, like: boolean) =>
    (condition: ConditionParameter): TagTest => ({
      key: (condition.ConditionKey ?? '').replace(/^aws:ResourceTag\//, ''),
      value: condition.ConditionValue ?? '',
      like,
      negated,
    });
  return {
    ...around,
    schedules,
    resources: Resources,
    except: NotResources,
    anyTag: ListOfTags.map(test(false, false)),
    allTags: [
      ...(Conditions.StringEquals ?? []).map(test(false, false)),
      ...(Conditions.StringLike ?? []).map(test(false, true)),
      ...(Conditions.StringNotEquals ?? []).map(test(true, false)),
      ...(Conditions.StringNotLike ?? []).map(test(true, true)),
    ],
  };
}
