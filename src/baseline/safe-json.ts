// Characters that could steer whatever shows the file; inside JSON they can stand only in strings.
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** JSON on one line, in which names chosen by others cannot reorder or hide what a reviewer reads. */
export function safeJson(value: unknown): string {
  const escaped = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(unsafe, escaped);
}
