import { readFileSync } from 'node:fs';

/** The version in package.json, found from the sources as from the built folder. */
export const version: string = readVersion(['../../package.json', '../../../package.json']);

function readVersion(candidates: readonly string[]): string {
  for (const candidate of candidates) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8'));
      if (typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'firebreak') {
        return 'version' in parsed && typeof parsed.version === 'string' ? parsed.version : '0.0.0';
      }
    } catch {
      // The next candidate is where it stands once built.
    }
  }
  throw new Error('package.json of firebreak was not found beside its code');
}
