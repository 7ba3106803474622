import type { AlertBody } from './body.ts';
import { defused, footer, itemHead, itemLines, within } from './text.ts';

/** See https://docs.slack.dev/reference/block-kit/blocks/header-block. */
const mostHeader = 150;
/** See https://docs.slack.dev/reference/block-kit/composition-objects/text-object. */
const mostText = 3000;
/** Ours: longer notices are cut by telephones anyway. */
const mostNotice = 300;

/**
 * A Slack message for an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 * All that somebody else may have named stands in `plain_text`, which has no formatting, no mentions and no links,
 * and is escaped besides (https://docs.slack.dev/messaging/formatting-message-text). At most ten blocks of the 50
 * that a message may have.
 */
export function renderSlack(body: AlertBody): unknown {
  return {
    text: within(defused(notice(body)), mostNotice, escaped),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(body.headline, mostHeader) },
      ...body.items.flatMap((item) => [section([itemHead(item), ...itemLines(item)])]),
      ...(body.items.length > 0 && body.notes.length > 0 ? [{ type: 'divider' }] : []),
      ...(body.notes.length > 0 ? [section(body.notes)] : []),
      { type: 'context', elements: [plain(footer(body), mostText), ...link(body.reportUrl)] },
    ],
  };
}

/** What a telephone shows before anybody opens the message. */
function notice({ headline, items: [first], notes: [note] }: AlertBody): string {
  const gist = first === undefined ? (note ?? '') : `${itemHead(first)}: ${first.text}`;
  return `${headline}\n${gist}`;
}

function section(lines: readonly string[]): unknown {
  return { type: 'section', text: plain(lines.join('\n'), mostText) };
}

function plain(text: string, most: number): unknown {
  return { type: 'plain_text', emoji: false, text: within(defused(text), most, escaped) };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The report's address comes from the configuration; it is still not let out of its brackets. */
function link(reportUrl: string | null): readonly unknown[] {
  if (reportUrl === null) return [];
  const url = escaped(new URL(reportUrl).href.replaceAll('|', '%7C'));
  return [{ type: 'mrkdwn', verbatim: true, text: `<${url}|Open the report>` }];
}
