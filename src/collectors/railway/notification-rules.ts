import { assetOf } from './assets.ts';
import { idOf } from './ids.ts';
import { defineRead } from './read.ts';
import type { SourceReader } from './source.ts';
import { isoTime } from './text.ts';

interface NotificationRule {
  readonly id: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly eventTypes: readonly string[] | null;
  readonly severities: readonly string[] | null;
  readonly createdAt: string;
}

/** `channels` is never selected: its configuration holds webhook addresses. */
export const notificationRulesRead = defineRead<{ notificationRules: readonly NotificationRule[] | null }>({
  operation: 'notificationRules',
  document: /* GraphQL */ `query NotificationRules($workspaceId: String!) {
    notificationRules(workspaceId: $workspaceId) {
      id projectId environmentId eventTypes severities createdAt
    }
  }`,
  hides: 'trail',
  direction: 'neither',
  access: {
    role: 'MEMBER',
    workspaceToken: true,
    projectToken: false,
    scope: 'workspace:viewer',
    confidence: 'unverified',
  },
});

/** Rules that tell people of events: a weak trail, kept as what it is. */
export async function readNotificationRules(source: SourceReader, workspace: string): Promise<void> {
  const about = { target: idOf.workspace(workspace), id: workspace };
  const data = await source.ask(notificationRulesRead, { workspaceId: workspace }, about);
  if (data && !data.notificationRules) {
    source.fail(notificationRulesRead, about, { reason: 'failed', detail: 'the answer held no list' });
  }
  for (const rule of data?.notificationRules ?? []) addRule(source, workspace, rule);
}

function addRule(source: SourceReader, workspace: string, rule: NotificationRule): void {
  const watched = rule.environmentId
    ? idOf.environment(rule.environmentId)
    : rule.projectId
      ? idOf.project(rule.projectId)
      : idOf.workspace(workspace);
  const events = (rule.eventTypes ?? []).map(String).sort().join(', ');
  source.add(
    assetOf('trail', {
      id: idOf.notificationRule(rule.id),
      native: 'railway.NotificationRule',
      name: `notifies of ${events || 'nothing'}`,
      scope: source.scope,
      createdAt: isoTime(rule.createdAt),
      links: [{ to: watched, as: 'watches' }],
      props: {
        type: 'notification-rule',
        logging: 'inexpressible',
        retentionDays: 'inexpressible',
        guards: [],
      },
    }),
  );
}
