import { at, type Json, type JsonItem, type JsonService, jsonPage, jsonRefusal } from './json.ts';
import type { KnownRequest } from './request.ts';

/** What CloudTrail remembers of one Region. */
export interface CloudTrailWorld {
  readonly events?: readonly TrailEventItem[];
  /** What DescribeTrails tells of each; `IsLogging` is told by GetTrailStatus alone. */
  readonly trails?: readonly JsonItem[];
}

/** An event: what is looked up by, and the record beneath as CloudTrail writes it. */
export interface TrailEventItem {
  readonly id: string;
  readonly name: string;
  readonly time: string;
  readonly resources?: readonly string[];
  readonly readOnly?: boolean;
  readonly record: { readonly [name: string]: Json };
}

/** CloudTrail, as the stand-in serves it: the event history, newest first. */
export const cloudtrail: JsonService = {
  operations: {
    DescribeTrails: (request) => ({
      trailList: trailsOf(request).map(({ IsLogging: _, ...trail }) => trail),
    }),
    GetTrailStatus: (request) => {
      const trail = trailsOf(request).find(({ TrailARN }) => TrailARN === request.args.get('Name'));
      if (trail === undefined) return jsonRefusal(400, 'TrailNotFoundException', 'Unknown trail');
      return { IsLogging: trail.IsLogging ?? false };
    },
    LookupEvents: (request) => {
      const paging = { list: 'Events', asked: 'NextToken', given: 'NextToken' };
      return jsonPage(request, paging, eventsFor(request).map(asListed));
    },
  },
};

const trailsOf = ({ account, region }: KnownRequest): readonly JsonItem[] =>
  account.cloudtrail?.[region]?.trails ?? [];

function eventsFor({ account, region, args }: KnownRequest): readonly TrailEventItem[] {
  const [from, to] = [Number(args.get('StartTime') ?? 0), Number(args.get('EndTime') ?? Number.MAX_VALUE)];
  const by = args.get('LookupAttributes.0.AttributeKey');
  const value = args.get('LookupAttributes.0.AttributeValue') ?? '';
  const events = account.cloudtrail?.[region]?.events ?? [];
  return events
    .filter(({ time }) => at(time) >= from && at(time) <= to)
    .filter(({ name, resources = [] }) => (by === 'EventName' ? name === value : resources.includes(value)))
    .toSorted((a, b) => at(b.time) - at(a.time));
}

function asListed({ id, name, time, resources = [], readOnly = false, record }: TrailEventItem): JsonItem {
  return {
    EventId: id,
    EventName: name,
    EventTime: at(time),
    ReadOnly: String(readOnly),
    Resources: resources.map((ResourceName) => ({ ResourceName })),
    CloudTrailEvent: JSON.stringify(record),
  };
}
