import { looksLikeSecret } from '../config/looks-like-secret.ts';
import { OperatorError } from '../model/error.ts';
import { redacted, secretShapes } from '../model/secret-shapes.ts';

/** What a command was given, and may not be told back where it is a secret. */
export interface Given {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly line: readonly string[];
}

/**
 * What is told of an error that ends a command: one line and a hint, or the stack of a bug, which is what a report of
 * it needs. No secret in hand is in it, whoever wrote the message.
 */
export function failureText(error: unknown, given: Given): string {
  if (error instanceof OperatorError) {
    const { message, code, hint } = error;
    return bare(`firebreak: ${message} [${code}]\n  ${hint}\n`, given);
  }
  return bare(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`, given);
}

/** What the parser of the command line says of what it was given: it repeats it in quotes. */
export function usageText(text: string): string {
  return text.replace(/'([^']*)'/g, (quoted, given: string) =>
    isSecretArgument(given) ? `'${redacted}'` : quoted,
  );
}

function bare(text: string, { env, line }: Given): string {
  const exact = [...Object.entries(env).flatMap(secretsIn), ...line.filter(isSecretArgument)];
  const longestFirst = exact.toSorted((a, b) => b.length - a.length);
  const clean = longestFirst.reduce((left, secret) => left.replaceAll(secret, redacted), text);
  return secretShapes.reduce((left, [shape, instead]) => left.replace(shape, instead), clean);
}

const telling = /TOKEN|SECRET|PASS|KEY|WEBHOOK|CREDENTIAL|AUTH(?!OR)/i;

/** A variable's value where its name says that it is a secret, and the password where it is an address. */
function secretsIn([name, value = '']: readonly [string, string | undefined]): readonly string[] {
  const text = value.trim();
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/]*:([^/]+)@/i.exec(text)?.[1];
  if (password !== undefined) return [text, password, decoded(password)];
  return text.length >= 8 && telling.test(name) ? [text] : [];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `--token=…` counts by what stands behind its name. */
function isSecretArgument(given: string): boolean {
  return looksLikeSecret(given.replace(/^--?[\w-]+=/, ''));
}
