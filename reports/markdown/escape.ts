import { codeSpans } from '../code-spans.ts';
import { shown } from '../visible.ts';

/**
 * Text as Markdown that renders to itself: punctuation is escaped, and mentions, issue numbers and bare links,
 * which GitHub finds in the rendered text, are broken by an empty comment.
 */
export function escaped(text: string, most = 160): string {
  return shown(text, most)
    .replace(/[\\`*_{}[\]<>#|~@&!$^]/g, '\\$&')
    .replace(/\\[@#]/g, '$&<!-- -->')
    .replace(/:\/\//g, ':<!-- -->//')
    .replace(/\bwww\./gi, '$&<!-- -->')
    .replace(/^(\d*)([-+=.)])/, '$1\\$2');
}

/** The same, with what stands between backticks as code. */
export function withCode(text: string, most: number): string {
  return codeSpans(shown(text, most))
    .map((span) => (span.code ? `\`${span.text}\`` : escaped(span.text, Number.POSITIVE_INFINITY)))
    .join('');
}
