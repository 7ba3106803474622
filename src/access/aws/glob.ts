/** `*`: any run of characters. */
export const ANY = 0;
/** `?`: any one character. */
export const ONE = 1;
/** A wildcard pattern taken apart: literal text, `ANY` or `ONE`. */
export type GlobToken = string | typeof ANY | typeof ONE;

/** Text between two stars; `holes` are the offsets at which any one character fits. */
interface Piece {
  readonly text: string;
  readonly holes: readonly number[];
}

/** A compiled wildcard pattern: pieces with a star between each two. */
export interface Glob {
  readonly pieces: readonly Piece[];
}

/** Tokens of a pattern as written in a policy. */
export function globTokens(text: string): GlobToken[] {
  return text
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? ANY : part === '?' ? ONE : part));
}

export function globOf(tokens: readonly GlobToken[]): Glob {
  const pieces: Piece[] = [];
  let text = '';
  let holes: number[] = [];
  for (const token of tokens) {
    if (token === ANY) {
      pieces.push({ text, holes });
      text = '';
      holes = [];
    } else if (token === ONE) {
      holes.push(text.length);
      text += '?';
    } else text += token;
  }
  pieces.push({ text, holes });
  return { pieces };
}

export function compileGlob(text: string): Glob {
  return globOf(globTokens(text));
}

/** True when the pattern has no wildcard left. */
export function isLiteral(glob: Glob): boolean {
  return glob.pieces.length === 1 && glob.pieces[0]?.holes.length === 0;
}

export function matchesEverything(glob: Glob): boolean {
  return glob.pieces.length > 1 && glob.pieces.every((piece) => piece.text === '');
}

function fits(piece: Piece, text: string, at: number): boolean {
  if (piece.holes.length === 0) return text.startsWith(piece.text, at);
  if (at < 0 || at + piece.text.length > text.length) return false;
  for (let i = 0, hole = 0; i < piece.text.length; i++) {
    if (piece.holes[hole] === i) hole++;
    else if (piece.text.charCodeAt(i) !== text.charCodeAt(at + i)) return false;
  }
  return true;
}

function find(piece: Piece, text: string, from: number, end: number): number {
  if (piece.holes.length === 0) {
    const at = text.indexOf(piece.text, from);
    return at + piece.text.length <= end ? at : -1;
  }
  for (let at = from; at + piece.text.length <= end; at++) if (fits(piece, text, at)) return at;
  return -1;
}

/**
 * Does the whole text match? Each piece is looked for once, from left to right: taking the first place it
 * fits never loses a match, so nothing is ever tried again.
 */
export function matchesGlob(glob: Glob, text: string): boolean {
  const { pieces } = glob;
  const first = pieces[0] as Piece;
  if (pieces.length === 1) return text.length === first.text.length && fits(first, text, 0);
  const last = pieces[pieces.length - 1] as Piece;
  const end = text.length - last.text.length;
  let at = first.text.length;
  if (end < at || !fits(first, text, 0) || !fits(last, text, end)) return false;
  for (let i = 1; i < pieces.length - 1; i++) {
    const piece = pieces[i] as Piece;
    const found = find(piece, text, at, end);
    if (found < 0) return false;
    at = found + piece.text.length;
  }
  return true;
}

/** The text every match begins with. */
export function literalPrefix(glob: Glob): string {
  const first = glob.pieces[0] as Piece;
  return first.holes.length === 0 ? first.text : first.text.slice(0, first.holes[0]);
}

/** A text that matches, with `filler` where a star stands. */
export function sampleOf(tokens: readonly GlobToken[], filler: string): string {
  return tokens.map((token) => (token === ANY ? filler : token === ONE ? 'x' : token)).join('');
}

type Unit = string | typeof ANY | typeof ONE;

function unitsOf(tokens: readonly GlobToken[]): Unit[] {
  return tokens.flatMap((token): Unit[] => (typeof token === 'string' ? [...token] : [token]));
}

/**
 * A pattern whose every match also matches both given patterns, or undefined when they have none in common.
 * One such pattern, not the whole intersection. Patterns are at most a few hundred characters: beyond
 * `limit` pairs of positions it gives up and returns `'unknown'`.
 */
export function overlapOf(
  a: readonly GlobToken[],
  b: readonly GlobToken[],
  limit = 250_000,
): GlobToken[] | 'unknown' | undefined {
  const left = unitsOf(a);
  const right = unitsOf(b);
  const width = right.length + 1;
  if ((left.length + 1) * width > limit) return 'unknown';
  const dead = new Uint8Array((left.length + 1) * width);
  const path: Unit[] = [];
  const stack: { i: number; j: number; step: number }[] = [{ i: 0, j: 0, step: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as { i: number; j: number; step: number };
    if (top.i === left.length && top.j === right.length) return path.filter((unit) => unit !== '');
    const next = dead[top.i * width + top.j] ? undefined : steps(left, right, top.i, top.j)[top.step++];
    if (next === undefined) {
      dead[top.i * width + top.j] = 1;
      stack.pop();
      path.pop();
    } else if (!dead[next.i * width + next.j]) {
      path.push(next.unit);
      stack.push({ i: next.i, j: next.j, step: 0 });
    }
  }
  return undefined;
}

interface Step {
  readonly i: number;
  readonly j: number;
  readonly unit: Unit;
}

/** Where a text that both patterns take in can go on from here; two stars stay a star. */
function steps(left: readonly Unit[], right: readonly Unit[], i: number, j: number): readonly Step[] {
  const x = left[i];
  const y = right[j];
  const out: Step[] = [];
  if (x === ANY && y === ANY)
    return [
      { i: i + 1, j: j + 1, unit: ANY },
      { i, j: j + 1, unit: ANY },
      { i: i + 1, j, unit: ANY },
    ];
  if (x === ANY) out.push({ i: i + 1, j, unit: '' });
  if (y === ANY) out.push({ i, j: j + 1, unit: '' });
  if (x === ANY && y !== undefined && y !== ANY) out.push({ i, j: j + 1, unit: y });
  if (y === ANY && x !== undefined && x !== ANY) out.push({ i: i + 1, j, unit: x });
  if (x !== undefined && y !== undefined && x !== ANY && y !== ANY && (x === y || x === ONE || y === ONE))
    out.push({ i: i + 1, j: j + 1, unit: x === ONE ? y : x });
  return out;
}
