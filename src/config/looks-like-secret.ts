const shapes: readonly RegExp[] = [
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(AKIA|ASIA)[A-Z0-9]{16}$/,
  /^(gh[pousr]_|github_pat_|xox[abpr]-|sk-|glpat-)/,
  /^[0-9a-f]{24,}$/i,
  /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9+/=_-]{20,}$/,
  /:\/\//,
  /-----BEGIN/,
];

/** Whether a text has the shape of a token, key or webhook URL rather than that of a name. */
export function looksLikeSecret(text: string): boolean {
  return shapes.some((shape) => shape.test(text));
}
