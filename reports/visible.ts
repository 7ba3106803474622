const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

/**
 * Text from a provider or a person as it may be shown: control, bidi and zero-width characters and lone
 * surrogates turn into `⟨U+202E⟩`, so that a name can neither steer a terminal nor pose as another.
 */
export function visible(text: string): string {
  return text.replace(invisible, (character) => `⟨U+${codeOf(character)}⟩`);
}

/** `visible`, cut to `most` characters with the number of those left out. */
export function shown(text: string, most = 120): string {
  if (text.length <= most) return visible(text);
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${visible(kept)}… (${(text.length - kept.length).toLocaleString('en-US')} more characters)`;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
