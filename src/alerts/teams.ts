import type { AlertBody } from './body.ts';
import { defused, footer, itemHead, itemLines } from './text.ts';

/** A message may have about 28 KB; see https://learn.microsoft.com/connectors/teams/#known-issues-and-limitations-with-actions. */
const mostBytes = 24_000;

const colours: Readonly<Record<AlertBody['mood'], string>> = {
  alarm: 'attention',
  unseen: 'warning',
  relief: 'good',
  plain: 'default',
};

/**
 * A message with one Adaptive Card for a Teams workflow "when a webhook request is received"
 * (https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook). All texts
 * are text runs, which know no Markdown (https://adaptivecards.io/explorer/TextRun.html); a mention would need an
 * entity of the card, and the card has none. Items that do not fit are counted instead.
 */
export function renderTeams(body: AlertBody): unknown {
  const message = card(body);
  const fits = Buffer.byteLength(JSON.stringify(message)) <= mostBytes;
  if (fits || body.items.length === 0) return message;
  return renderTeams({ ...body, items: body.items.slice(0, -1), more: body.more + 1 });
}

function card(body: AlertBody): unknown {
  const { items, notes, reportUrl } = body;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      paragraph([run(body.headline, { size: 'large', weight: 'bolder', color: colours[body.mood] })]),
      ...items.flatMap((item) => [
        { ...paragraph([run(itemHead(item), { weight: 'bolder' })]), separator: true },
        ...itemLines(item).map((text) => ({ ...paragraph([run(text)]), spacing: 'none' })),
      ]),
      ...notes.map((text, place) => ({
        ...paragraph([run(text)]),
        ...(place === 0 ? { separator: true } : {}),
      })),
      paragraph([run(footer(body), { isSubtle: true, size: 'small' })]),
    ],
    ...(reportUrl === null
      ? {}
      : { actions: [{ type: 'Action.OpenUrl', title: 'Open the report', url: new URL(reportUrl).href }] }),
  };
  return {
    type: 'message',
    summary: defused(body.headline),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function paragraph(inlines: readonly unknown[]): object {
  return { type: 'RichTextBlock', inlines };
}

/** `{{DATE(…)}}` would be filled in by the client. */
function run(text: string, style: Readonly<Record<string, unknown>> = {}): unknown {
  return { type: 'TextRun', text: defused(text).replaceAll('{{', '{ {'), ...style };
}
