import type { Report } from '../../src/model/report.ts';

// Characters that could steer whatever shows the file; inside JSON they can stand only in strings.
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * The report as JSON (schema `firebreak.report/1`, beside this file): the value itself, one row of a list a
 * line so that it reads and diffs well. Ends with a newline.
 */
export function renderJson(report: Report): string {
  return jsonText(report);
}

/** A value of parts and lists as such JSON. */
export function jsonText(value: object): string {
  const text = `${block(value, '')}\n`;
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Opens the three upper levels (report, part, list) and leaves rows on one line. */
function block(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null || indent.length > 4) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((row) => inner + JSON.stringify(row)).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).map(
    ([key, part]) => `${inner}${JSON.stringify(key)}: ${block(part, inner)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}
