import { createHash } from 'node:crypto';
import { redacted as gone, secretShapes } from '../../model/secret-shapes.ts';

/** Fields whose text is a secret or may hold one, whatever the API. */
const secretField =
  /(secretaccesskey|sessiontoken|secretstring|secretbinary|password|passwd|passphrase|authtoken|accesstoken|refreshtoken|idtoken|clientsecret|privatekey|userdata|authorization|cookie|outputvalue|parametervalue)$/i;

/** Takes what must not be kept out of a body or a request; doing it twice changes nothing. */
export type Redact = (text: string) => string;

/**
 * `secrets`: exact values, the credentials in hand. Every other text is judged by field and shape. Access key ids
 * stay apart from each other and keep their last four characters, which is all of them that a scan shows.
 */
export function redactor(secrets: readonly string[]): Redact {
  const exact = secrets.filter((secret) => secret.length > 3);
  return (text) => {
    let clean = text;
    for (const secret of exact) clean = clean.replaceAll(secret, gone);
    clean = clean.startsWith('{') || clean.startsWith('[') ? inJson(clean) : inXml(clean);
    for (const [shape, instead] of secretShapes) clean = clean.replace(shape, instead);
    return clean.replace(/\b(AKIA|ASIA)(?!XXXX)([A-Z0-9]{12,})\b/g, maskedKey);
  };
}

/** `AKIAXXXX0F1E2D3C9Z8Y`: no key id, and still one for each key id. */
export function maskedKey(id: string): string {
  if (/^A[KS]IAXXXX/.test(id)) return id;
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 8).toUpperCase();
  return `${id.slice(0, 4)}XXXX${digest}${id.slice(-4)}`;
}

function inJson(text: string): string {
  let found = false;
  const value: unknown = parsed(text, (name, field) => {
    const clean = isSecret(name, field) ? gone : withoutValues(name, withinText(field));
    found ||= clean !== field;
    return clean;
  });
  // What holds no secret is kept as it was written, to the byte.
  return found ? JSON.stringify(value) : text;
}

/** A JSON text inside a JSON text, as CloudTrail's records and policies come. */
const withinText = (field: unknown): unknown =>
  typeof field === 'string' && field.startsWith('{') ? inJson(field) : field;

function parsed(text: string, reviver: (name: string, field: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch {
    // A body that was cut off is kept as such; its texts are still judged by shape.
    return text;
  }
}

function isSecret(name: string, field: unknown): boolean {
  return typeof field === 'string' && field !== gone && field !== '' && secretField.test(name);
}

/** What a function (`Variables`) or a container (`environment`, a list) is given to run with, by its names alone. */
function withoutValues(name: string, field: unknown): unknown {
  if (name === 'environment' && Array.isArray(field) && field.length > 0) return [];
  if (name !== 'Variables' || typeof field !== 'object' || field === null) return field;
  if (Object.values(field).every((value) => value === '')) return field;
  return Object.fromEntries(Object.keys(field).map((key) => [key, '']));
}

function inXml(text: string): string {
  return text.replace(/<(\w+)>([^<]+)<\/\1>/g, (whole, name: string, content: string) =>
    secretField.test(name) && !/^(true|false|\d+)$/.test(content) ? `<${name}>${gone}</${name}>` : whole,
  );
}
