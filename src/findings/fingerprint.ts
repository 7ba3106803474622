import { createHash } from 'node:crypto';

/**
 * Names a finding across scans: the check, and a digest of what it is about. Message, severity and time never
 * enter it, so a finding keeps its name while its figures change.
 */
export function fingerprint(check: string, about: string): string {
  return `${check}:${createHash('sha256').update(about).digest('hex').slice(0, 16)}`;
}
