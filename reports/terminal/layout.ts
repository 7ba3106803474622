/** Breaks text into lines of at most `width` columns at spaces; a longer word is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => pieces(each, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columns(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
  }
  return line === '' ? lines : [...lines, line];
}

/** Columns a terminal gives the text: wide East Asian characters and emoji take two, combining marks none. */
export function columns(text: string): number {
  let wide = 0;
  for (const character of text.replace(colourCodes, '')) wide += columnsOf(character);
  return wide;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no column
const colourCodes = /\u001b\[[\d;]*m/g;
const combining = /^\p{M}$/u;
const double =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$|^\p{Emoji_Presentation}$|^[\u{20000}-\u{3fffd}]$/u;

function columnsOf(character: string): number {
  if (character <= '\u02ff') return 1;
  if (combining.test(character)) return 0;
  return double.test(character) ? 2 : 1;
}

function pieces(word: string, width: number): readonly string[] {
  if (columns(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (columns(part + character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
