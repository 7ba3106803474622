import type { AlertBody } from './body.ts';
import { defused, footer, itemHead, itemLines, within } from './text.ts';

/** Limits of an embed; see https://discord.com/developers/docs/resources/message#embed-object-embed-limits. */
const most = { title: 256, description: 1500, fieldName: 256, fieldValue: 1024, footer: 256, together: 6000 };

const colours: Readonly<Record<AlertBody['mood'], number>> = {
  alarm: 0xd92d20,
  unseen: 0xf79009,
  relief: 0x12b76a,
  plain: 0x667085,
};

interface Field {
  readonly name: string;
  readonly value: string;
}

/**
 * A Discord message for a webhook (https://discord.com/developers/docs/resources/webhook#execute-webhook): one embed,
 * with every character of Markdown escaped and nobody allowed to be mentioned. Items beyond the limit of the whole
 * embed are counted instead.
 */
export function renderDiscord(body: AlertBody): unknown {
  const title = within(defused(body.headline), most.title, escaped);
  const description = within(defused(body.notes.join('\n')), most.description, escaped);
  const room = most.together - title.length - description.length - most.footer;
  const fields = fieldsIn(room, body);
  const left = body.more + body.items.length - fields.length;
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title,
        color: colours[body.mood],
        ...(description === '' ? {} : { description }),
        ...(fields.length === 0 ? {} : { fields }),
        ...(body.reportUrl === null ? {} : { url: new URL(body.reportUrl).href }),
        footer: { text: within(defused(footer({ ...body, more: left })), most.footer, escaped) },
        timestamp: body.at,
      },
    ],
  };
}

function fieldsIn(room: number, { items }: AlertBody): readonly Field[] {
  const fields: Field[] = [];
  let left = room;
  for (const item of items) {
    const name = within(defused(itemHead(item)), most.fieldName, escaped);
    const value = within(defused(itemLines(item).join('\n')), most.fieldValue, escaped);
    left -= name.length + value.length;
    if (left < 0) break;
    fields.push({ name, value });
  }
  return fields;
}

/** A backslash before everything Discord reads as markup; `@everyone` and `@here` are parted, since it has no escape. */
function escaped(text: string): string {
  return text.replaceAll(/[\\*_~`|<>#[\]()-]/g, '\\$&').replaceAll(/@(?=everyone|here)/g, '@\u200b');
}
