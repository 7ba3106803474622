import type { LifecyclePolicy, PolicyDetails, Schedule } from '@aws-sdk/client-dlm';
import type { ScheduleProps } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import type { CollectedSchedule } from './backup-plans.ts';
import type { Coverage, TagTest } from './coverage.ts';
import type { Reader } from './reader.ts';
import type { Found } from './services.ts';

const getLifecyclePolicies = apiCall('dlm:GetLifecyclePolicies', 'schedule', 'neither');
const getLifecyclePolicy = apiCall('dlm:GetLifecyclePolicy', 'schedule', 'neither');

export const dlmCalls = [getLifecyclePolicies, getLifecyclePolicy];
export const dlmNatives = ['AWS::DLM::LifecyclePolicy'];

const hoursOf: Readonly<Record<string, number>> = {
  HOURS: 1,
  DAYS: 24,
  WEEKS: 7 * 24,
  MONTHS: 30 * 24,
  YEARS: 365 * 24,
};

/** The Region's snapshot lifecycle policies, a schedule for each of theirs; the list comes on one page. */
export async function collectDlm(reader: Reader, region: string): Promise<Found> {
  const { DLMClient, GetLifecyclePoliciesCommand } = await import('@aws-sdk/client-dlm');
  const dlm = reader.client(DLMClient);
  const answer = await reader.call(getLifecyclePolicies, () => dlm.send(new GetLifecyclePoliciesCommand({})));
  const ids = (answer?.Policies ?? []).flatMap(({ PolicyId }) => PolicyId ?? []);
  const found = await Promise.all(ids.map((id) => reader.queue(() => readPolicy(reader, id, region))));
  return {
    assets: found.flatMap(({ assets }) => assets),
    coverages: found.flatMap(({ coverages = [] }) => coverages),
  };
}

async function readPolicy(reader: Reader, PolicyId: string, region: string): Promise<Found> {
  const { DLMClient, GetLifecyclePolicyCommand } = await import('@aws-sdk/client-dlm');
  const dlm = reader.client(DLMClient);
  const answer = await reader.call(getLifecyclePolicy, () =>
    dlm.send(new GetLifecyclePolicyCommand({ PolicyId })),
  );
  const policy = answer?.Policy;
  const arn = policy?.PolicyArn;
  if (policy === undefined || arn === undefined) return { assets: [] };
  const details = policy.PolicyDetails ?? {};
  const assets = schedulesIn(details).map(({ name, props }) =>
    scheduleAsset(policy, { id: `${arn}#schedule/${name}`, name, props, account: reader.account.id, region }),
  );
  // A policy that is switched off makes no copies.
  if (policy.State !== 'ENABLED') return { assets };
  return {
    assets,
    coverages: coverageOf(
      details,
      region,
      assets.map(({ id }) => id),
    ),
  };
}

interface Named {
  readonly name: string;
  readonly props: ScheduleProps;
}

/** A default policy has its one schedule in its own fields. */
function schedulesIn(details: PolicyDetails): readonly Named[] {
  if (details.PolicyLanguage !== 'SIMPLIFIED') return (details.Schedules ?? []).map(named);
  const copiesTo = (details.CrossRegionCopyTargets ?? []).flatMap(({ TargetRegion }) => TargetRegion ?? []);
  const frequency = `every ${details.CreateInterval ?? 1} DAYS`;
  const retentionHours = (details.RetainInterval ?? 7) * 24;
  return [{ name: 'default', props: { type: 'lifecycle-policy', frequency, retentionHours, copiesTo } }];
}

function named({ Name = '', CreateRule, RetainRule, CrossRegionCopyRules = [] }: Schedule): Named {
  const every = `every ${CreateRule?.Interval} ${CreateRule?.IntervalUnit}`;
  const times = CreateRule?.Times?.length ? ` at ${CreateRule.Times.join(', ')}` : '';
  const frequency = CreateRule?.CronExpression ?? every + times;
  const copiesTo = CrossRegionCopyRules.flatMap(({ Target, TargetRegion }) => Target ?? TargetRegion ?? []);
  const retentionHours = retention({ CreateRule, RetainRule });
  return { name: Name, props: { type: 'lifecycle-policy', frequency, retentionHours, copiesTo } };
}

/** So many copies kept, made every so many hours, or copies kept for so long. */
function retention({
  CreateRule,
  RetainRule,
}: Pick<Schedule, 'CreateRule' | 'RetainRule'>): number | 'unknown' {
  const hours = hoursOf[RetainRule?.IntervalUnit ?? ''];
  if (RetainRule?.Interval !== undefined && hours !== undefined) return RetainRule.Interval * hours;
  const apart = (CreateRule?.Interval ?? 0) * (hoursOf[CreateRule?.IntervalUnit ?? ''] ?? 0);
  return RetainRule?.Count !== undefined && apart > 0 ? RetainRule.Count * apart : 'unknown';
}

function scheduleAsset(
  { Description, DateCreated, Tags = {} }: LifecyclePolicy,
  {
    account,
    region,
    ...own
  }: Named & { readonly id: string; readonly account: string; readonly region: string },
): CollectedSchedule {
  return {
    id: own.id,
    kind: 'schedule',
    provider: 'aws',
    native: 'AWS::DLM::LifecyclePolicy',
    name: `${Description ?? own.id} ${own.name}`,
    scope: account,
    region,
    createdAt: DateCreated?.toISOString() ?? null,
    tags: { ...Tags },
    links: [],
    props: own.props,
  };
}

/** Policies on events copy what others share; one that leaves out disks it does not name covers none for certain. */
function coverageOf(
  details: PolicyDetails,
  region: string,
  schedules: readonly string[],
): readonly Coverage[] {
  const types = details.ResourceTypes ?? (details.ResourceType === undefined ? [] : [details.ResourceType]);
  const { Exclusions } = details;
  const leavesDisks =
    Exclusions?.ExcludeBootVolumes === true || (Exclusions?.ExcludeVolumeTypes ?? []).length > 0;
  if (details.PolicyType === 'EVENT_BASED_POLICY' || types.length === 0 || leavesDisks) return [];
  const test =
    (negated: boolean) =>
    ({ Key = '', Value = '' }): TagTest => ({
      key: Key,
      value: Value,
      like: false,
      negated,
    });
  return [
    {
      schedules,
      region,
      resources: types.map((type) => `arn:*:ec2:*:${type.toLowerCase()}/*`),
      except: [],
      anyTag: (details.TargetTags ?? []).map(test(false)),
      allTags: (Exclusions?.ExcludeTags ?? []).map(test(true)),
      optedOut: [],
    },
  ];
}
