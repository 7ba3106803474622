import type { CloudTrailClient, Event } from '@aws-sdk/client-cloudtrail';
import type { Window } from '../../model/attribution.ts';
import type { Act } from '../attribution.ts';
import { apiCall } from './api-call.ts';

/** Two a second are allowed per account and Region; only who changed something depends on it. */
export const lookupEvents = apiCall('cloudtrail:LookupEvents', 'trail', 'neither');

/** An event of CloudTrail's history, as far as it is kept: who did what to which resources. */
export interface TrailEvent extends Act {
  readonly name: string;
  readonly resources: readonly string[];
}

/** What is looked up; an API call takes one attribute. */
export interface Lookup {
  readonly by: 'ResourceName' | 'EventName';
  readonly value: string;
}

/** Pages of one lookup at most: 50 events each. */
const mostPages = 40;

/**
 * Changes that went through, newest first. `whole` is false where there were too many to read all. Throws what the
 * SDK throws.
 */
export async function lookUp(
  client: CloudTrailClient,
  { by, value }: Lookup,
  { since, until }: Window,
): Promise<{ readonly events: readonly TrailEvent[]; readonly whole: boolean }> {
  const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
  const events: TrailEvent[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: by, AttributeValue: value }],
        StartTime: new Date(since),
        EndTime: new Date(until),
        MaxResults: 50,
        NextToken,
      }),
    );
    events.push(...(answer.Events ?? []).flatMap((event) => changeOf(event) ?? []));
    if (answer.NextToken === undefined || answer.NextToken === '') return { events, whole: true };
    if (answer.NextToken === NextToken) break;
    NextToken = answer.NextToken;
  }
  return { events, whole: false };
}

/** null: it only read, or did not go through, or does not say who it was. */
function changeOf({ EventName, EventTime, Resources, ReadOnly, CloudTrailEvent }: Event): TrailEvent | null {
  const record = recordOf(CloudTrailEvent);
  const actor = actorOf(record.userIdentity);
  if (ReadOnly === 'true' || record.errorCode !== undefined) return null;
  if (actor === null || EventName === undefined || EventTime === undefined) return null;
  const named = (Resources ?? []).flatMap(({ ResourceName }) => ResourceName ?? []);
  return {
    actor,
    at: EventTime.toISOString(),
    name: EventName,
    resources: [...named, ...textsIn(record.requestParameters)],
  };
}

interface EventRecord {
  readonly userIdentity?: unknown;
  readonly errorCode?: unknown;
  readonly requestParameters?: unknown;
}

function recordOf(text: string | undefined): EventRecord {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** `arn:aws:sts::1…:assumed-role/deploy/ann`, and the service it came through. */
function actorOf(identity: unknown): string | null {
  if (typeof identity !== 'object' || identity === null) return null;
  const { arn, invokedBy, principalId } = identity as Readonly<Record<string, unknown>>;
  const who = [arn, principalId].find((it): it is string => typeof it === 'string' && it !== '');
  const through = typeof invokedBy === 'string' && invokedBy !== '' ? invokedBy : null;
  if (who === undefined) return through;
  return through === null ? who : `${who} through ${through}`;
}

/** Every text a request was made with, where a resource may be named that CloudTrail does not list. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
