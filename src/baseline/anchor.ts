import { OperatorError } from '../model/error.ts';
import type { SigningRule } from './chain.ts';

/** Where trust starts, held outside the checkout: the digest of an entry, the first signers, or both. */
export interface Anchor {
  readonly digest: string | null;
  readonly signers: SigningRule | null;
}

const hint =
  'set FIREBREAK_BASELINE_ANCHOR to what `firebreak baseline verify` prints, from a checkout you trust';

function invalid(what: string): OperatorError {
  return new OperatorError('ANCHOR_INVALID', `FIREBREAK_BASELINE_ANCHOR ${what}`, hint);
}

function isRule(value: unknown): value is SigningRule {
  if (typeof value !== 'object' || value === null || !('atLeast' in value) || !('people' in value))
    return false;
  const { atLeast, people } = value;
  return (
    Number.isInteger(atLeast) &&
    Number(atLeast) > 0 &&
    Array.isArray(people) &&
    people.every(
      (person: unknown) =>
        typeof person === 'object' &&
        person !== null &&
        'name' in person &&
        typeof person.name === 'string' &&
        'keys' in person &&
        Array.isArray(person.keys) &&
        person.keys.every((key) => typeof key === 'string'),
    )
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('is neither a digest nor JSON');
  }
}

/**
 * Reads the anchor from an environment variable: `sha256:<64 hex>`, or JSON `{"digest": …, "signers": {"atLeast",
 * "people"}}`. Undefined or empty: no anchor. Throws `ANCHOR_INVALID`.
 */
export function readAnchor(text: string | undefined): Anchor | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return null;
  if (/^sha256:[0-9a-f]{64}$/.test(trimmed)) return { digest: trimmed, signers: null };
  const value = parsed(trimmed);
  if (typeof value !== 'object' || value === null) throw invalid('is not an object');
  const digest = 'digest' in value ? value.digest : null;
  const signers = 'signers' in value ? value.signers : null;
  if (digest !== null && !(typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest))) {
    throw invalid('has a digest that is not sha256:<64 hex digits>');
  }
  if (signers !== null && !isRule(signers)) throw invalid('has signers that are not {"atLeast", "people"}');
  if (digest === null && signers === null) throw invalid('names neither a digest nor signers');
  return { digest, signers };
}
