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
  const title = fitted(body.headline, most.title);
  const description = fitted(body.notes.join('\n'), most.description);
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
        footer: { text: within(footer({ ...body, more: left }), most.footer) },
        timestamp: body.at,
      },
    ],
  };
}

function fieldsIn(room: number, { items }: AlertBody): readonly Field[] {
  const fields: Field[] = [];
  let left = room;
  for (const item of items) {
    const name = fitted(itemHead(item), most.fieldName);
    const value = fitted(itemLines(item).join('\n'), most.fieldValue);
    left -= name.length + value.length;
    if (left < 0) break;
    fields.push({ name, value });
  }
  return fields;
}

/** `@everyone` and `@here` have no escape, so that they are parted before anything is cut. */
function fitted(text: string, length: number): string {
  return within(defused(text).replaceAll(/@(?=everyone|here)/g, '@\u200b'), length, escaped);
}

/** A backslash before everything Discord reads as markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\*_~`|<>#[\]()-]/g, '\\$&');
}
