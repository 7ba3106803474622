import type { AssetOf, Guard } from '../../model/asset.ts';
import { apiCall } from './api-call.ts';
import { listAll } from './list-all.ts';
import type { Reader } from './reader.ts';
import {
  count,
  inPath,
  listOf,
  type RestClient,
  type RestOperation,
  restClient,
  structure,
  text,
  time,
} from './rest-service.ts';
import type { RetentionRule } from './retention-rules.ts';

const listRules = apiCall('rbin:ListRules', 'vault', 'restricts');
const getRule = apiCall('rbin:GetRule', 'vault', 'restricts');

export const recycleBinCalls = [listRules, getRule];
export const recycleBinNatives = ['AWS::Rbin::Rule'];

const resourceTypes = ['EBS_SNAPSHOT', 'EBS_VOLUME', 'EC2_IMAGE'] as const;

const resourceTags = listOf(structure({ ResourceTagKey: text, ResourceTagValue: text }));

/** https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_ListRules.html */
const ListRules: RestOperation = {
  name: 'ListRules',
  http: ['POST', '/list-rules', 200],
  input: { ResourceType: text, MaxResults: count, NextToken: text },
  output: { Rules: listOf(structure({ Identifier: text })), NextToken: text },
};

/** https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_GetRule.html */
const GetRule: RestOperation = {
  name: 'GetRule',
  http: ['GET', '/rules/{Identifier}', 200],
  input: { Identifier: inPath },
  output: {
    Identifier: text,
    RuleArn: text,
    Description: text,
    ResourceType: text,
    ResourceTags: resourceTags,
    ExcludeResourceTags: resourceTags,
    RetentionPeriod: structure({ RetentionPeriodValue: count, RetentionPeriodUnit: text }),
    Status: text,
    LockState: text,
    LockConfiguration: structure({
      UnlockDelay: structure({ UnlockDelayValue: count, UnlockDelayUnit: text }),
    }),
    LockEndTime: time,
  },
};

interface ResourceTag {
  readonly ResourceTagKey?: string;
  readonly ResourceTagValue?: string;
}

interface Rule {
  readonly Identifier?: string;
  readonly RuleArn?: string;
  readonly Description?: string;
  readonly ResourceType?: string;
  readonly ResourceTags?: readonly ResourceTag[];
  readonly ExcludeResourceTags?: readonly ResourceTag[];
  readonly RetentionPeriod?: {
    readonly RetentionPeriodValue?: number;
    readonly RetentionPeriodUnit?: string;
  };
  readonly Status?: string;
  readonly LockState?: string;
  readonly LockConfiguration?: {
    readonly UnlockDelay?: { readonly UnlockDelayValue?: number; readonly UnlockDelayUnit?: string };
  };
  readonly LockEndTime?: Date;
}

interface RulePage {
  readonly Rules?: readonly { readonly Identifier?: string }[];
  readonly NextToken?: string;
}

type CollectedRule = Omit<AssetOf<'vault'>, 'environments'>;

interface RecycleBin {
  readonly assets: readonly CollectedRule[];
  readonly retentionRules: readonly RetentionRule[];
}

/** The Region's retention rules; what each of them catches is settled when the whole account is read. */
export async function collectRecycleBin(reader: Reader, region: string): Promise<RecycleBin> {
  const rbin = reader.client(await restClient('rbin'));
  const ids = await Promise.all(resourceTypes.map((type) => listIds(reader, rbin, type)));
  const read = ids.flat().map((id) => reader.queue(() => readRule(reader, rbin, id)));
  const rules = (await Promise.all(read)).filter((rule) => rule !== undefined);
  const place = { account: reader.account, region };
  return {
    assets: rules.map((rule) => ruleAsset(rule, place)),
    retentionRules: rules.flatMap((rule) => retentionOf(rule, place)),
  };
}

function listIds(reader: Reader, rbin: RestClient, ResourceType: string): Promise<readonly string[]> {
  return listAll(
    reader,
    listRules,
    async (NextToken): Promise<RulePage> =>
      (await rbin.ask(ListRules, { ResourceType, MaxResults: 1000, NextToken })) as RulePage,
    ({ Rules, NextToken }) => ({
      items: Rules?.flatMap(({ Identifier }) => Identifier ?? []),
      next: NextToken,
    }),
  );
}

function readRule(reader: Reader, rbin: RestClient, Identifier: string): Promise<Rule | undefined> {
  return reader.call(getRule, async () => (await rbin.ask(GetRule, { Identifier })) as Rule);
}

interface Place {
  readonly account: Reader['account'];
  readonly region: string;
}

function arnOf({ RuleArn, Identifier }: Rule, { account, region }: Place): string {
  return RuleArn ?? `arn:${account.partition}:rbin:${region}:${account.id}:rule/${Identifier}`;
}

function ruleAsset(rule: Rule, place: Place): CollectedRule {
  const guards = lockGuards(rule);
  return {
    id: arnOf(rule, place),
    kind: 'vault',
    provider: 'aws',
    native: 'AWS::Rbin::Rule',
    name: rule.Description || (rule.Identifier ?? ''),
    scope: place.account.id,
    region: place.region,
    createdAt: null,
    tags: {},
    links: [],
    props: {
      type: 'recycle-bin-rule',
      lock: guards.length === 0 ? 'none' : 'governance',
      lockDate: rule.LockEndTime?.toISOString() ?? null,
      guards,
    },
  };
}

/**
 * A locked rule can be neither changed nor deleted until the delay that follows its unlocking is over:
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-unlock.html
 */
function lockGuards({ LockState, LockConfiguration, LockEndTime }: Rule): readonly Guard[] {
  const type = 'vault-lock';
  if (LockState === 'pending_unlock' && LockEndTime !== undefined)
    return [{ type, clearedBy: [], until: LockEndTime.toISOString() }];
  if (LockState !== 'locked') return [];
  // A delay that was not told is taken for none, so that the lock is not taken to hold.
  const afterHours = (LockConfiguration?.UnlockDelay?.UnlockDelayValue ?? 0) * 24;
  return [{ type, clearedBy: [{ operation: 'rbin:UnlockRule', afterHours }], until: null }];
}

/** A rule that is still being made catches nothing yet. */
function retentionOf(rule: Rule, place: Place): readonly RetentionRule[] {
  const days = rule.RetentionPeriod?.RetentionPeriodValue;
  if (rule.Status !== 'available' || days === undefined) return [];
  return [
    {
      rule: arnOf(rule, place),
      region: place.region,
      catches: rule.ResourceType ?? '',
      tags: (rule.ResourceTags ?? []).map(tagOf),
      except: (rule.ExcludeResourceTags ?? []).map(tagOf),
      hours: days * 24,
    },
  ];
}

const tagOf = ({ ResourceTagKey = '', ResourceTagValue }: ResourceTag) => ({
  key: ResourceTagKey,
  value: ResourceTagValue ?? null,
});
