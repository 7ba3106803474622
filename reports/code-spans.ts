/** A stretch of text, and whether it stood between backticks. */
export interface Span {
  readonly code: boolean;
  readonly text: string;
}

/** Text with `code` in it, in stretches; a backtick without its other half stays as it is. */
export function codeSpans(text: string): readonly Span[] {
  return text
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^`[^`]+`$/.test(part) ? { code: true, text: part.slice(1, -1) } : { code: false, text: part },
    );
}

/** The same without the backticks, where nothing can be set as code. */
export function withoutTicks(text: string): string {
  return codeSpans(text)
    .map((span) => span.text)
    .join('');
}
