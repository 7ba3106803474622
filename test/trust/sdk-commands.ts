import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What one file takes from one SDK client, types aside. */
export interface SdkUse {
  readonly file: string;
  /** IAM prefix of the client: `ec2`. */
  readonly service: string;
  readonly names: readonly string[];
}

/** Clients whose package is not called as IAM calls the service. */
const iamPrefixes: Readonly<Record<string, string>> = {
  efs: 'elasticfilesystem',
  opensearch: 'es',
  'sso-admin': 'sso',
};

const typeOnly = /import type \{[^}]*\} from\s*'@aws-sdk\/client-[a-z0-9-]+'/g;
const named = /const \{([^}]*)\} =\s+await import\(\s*'@aws-sdk\/client-([a-z0-9-]+)',?\s*\)/g;
const whole = /const (\w+) = await import\(\s*'@aws-sdk\/client-([a-z0-9-]+)',?\s*\)/g;

/** The one file that makes commands of its own, and what it makes them with. */
const restService = 'src/collectors/aws/rest-service.ts';
const making =
  /import type \{ makeBuilder \} from '@smithy\/core\/client'|const \{ (makeBuilder|getEndpointPlugin) \} = await import\('@smithy\/core\/\w+'\)/g;

/** Operations of a service without a client of its own: reads by GET, and one list that is asked for by POST. */
const restOperation =
  /: RestOperation = \{\s+name: '(\w+)',\s+http: \['(?:GET', '\/|POST', '\/list-)[\w/{}-]+', 200\],/g;

/** Every value taken from an AWS SDK package anywhere in the product. Throws for a form of import it can't read. */
export function sdkUses(): readonly SdkUse[] {
  return globSync('{src,checks,reports,bin}/**/*.{ts,tsx,cjs,mjs}', { cwd: root })
    .toSorted()
    .flatMap((file) => usesIn(file, readFileSync(join(root, file), 'utf8')));
}

export function usesIn(file: string, text: string): readonly SdkUse[] {
  const one = [...text.matchAll(named)].map(([, names = '', client = '']) => ({
    ...{ file, service: prefixOf(client) },
    names: names.split(',').flatMap((name) => name.split(':')[0]?.trim() || []),
  }));
  const all = [...text.matchAll(whole)].map(([, as = '', client = '']) => ({
    ...{ file, service: prefixOf(client) },
    names: membersOf(file, spoken(text), as),
  }));
  // A comment may speak of a package in backticks; an import in backticks may not stand anywhere.
  const mentions = text.match(/['"]@(aws-sdk|smithy)\/|(from|import\(|require\()\s*`@/g)?.length ?? 0;
  const made = file === restService ? (text.match(making)?.length ?? 0) : 0;
  const understood = one.length + all.length + made + (text.match(typeOnly)?.length ?? 0);
  if (mentions !== understood)
    throw new Error(`${file} imports an AWS package in a way this walk cannot follow`);
  return [...one, ...all, ...(file === restService ? [] : restUses(file, text))];
}

/** Commands that a file makes with the REST client; an operation that is not written out whole could be a write. */
function restUses(file: string, text: string): readonly SdkUse[] {
  const names = [...text.matchAll(restOperation)].map(([, name]) => `${name}Command`);
  const [service, another] = [...text.matchAll(/\brestClient\('([a-z]+)'\)/g)].map(([, name = '']) => name);
  const uses = text.match(/\brestClient\b/g)?.length ?? 0;
  const typed = text.match(/\bRestOperation\b/g)?.length ?? 0;
  if (uses === 0 && typed === 0) return [];
  // Each is imported once, the client is made once.
  if (service === undefined || another !== undefined || uses !== 2 || typed !== names.length + 1)
    throw new Error(`${file} uses the REST client in a way this walk cannot follow`);
  return [{ file, service, names }];
}

const prefixOf = (client: string): string => iamPrefixes[client] ?? client;

/** What is taken of a package that was imported whole; anything but `sdk.Name` could hide a name. */
function membersOf(file: string, text: string, as: string): readonly string[] {
  const members = [...text.matchAll(new RegExp(`\\b${as}\\.(\\w+)`, 'g'))].flatMap(([, name]) => name ?? []);
  const mentions = text.match(new RegExp(`\\b${as}\\b(?!-)`, 'g'))?.length ?? 0;
  if (mentions !== members.length + 1) throw new Error(`${file} uses ${as} in a way this walk cannot follow`);
  return [...new Set(members)];
}

/** Code alone: neither what stands in quotes nor what a comment says. */
function spoken(text: string): string {
  return text.replace(/'[^'\n]*'/g, "''").replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '$1');
}
