/** What stands where a secret was. */
export const redacted = '[redacted]';

/** Texts that are a secret wherever they stand, and what is left of each; ids, ARNs and page tokens share no shape with them. */
export const secretShapes: readonly (readonly [shape: RegExp, left: string])[] = [
  [/-----BEGIN[A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END[A-Z ]*PRIVATE KEY-----|$)/g, redacted],
  [/\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|[rs]k_live_)[\w-]{12,}/g, redacted],
  [/\bsk-(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{20,}/g, redacted],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, redacted],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'<>:]*:[^\s/@"'<>]+@/gi, `$1${redacted}@`],
  [/\bhttps:\/\/(hooks\.slack\.com|(\w+\.)?discord(app)?\.com\/api\/webhooks)[^\s"'<>]*/gi, redacted],
  [/\bBearer\s+[\w.~+/=-]{8,}/gi, `Bearer ${redacted}`],
];
