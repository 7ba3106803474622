import type { Tier } from '../model/asset.ts';

const hour = 3_600_000;

/** A name as it stands in a sentence: quoted, and cut where it is absurdly long. */
export function quoted(name: string): string {
  return `"${name.length <= 80 ? name : `${name.slice(0, 80).toWellFormed()}…`}"`;
}

/** `1 store`, `12 stores`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Whole hours from an ISO time to `now`. */
export function hoursSince(iso: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(iso)) / hour);
}

/** Whole hours that are left from `now` to an ISO time; negative when it has passed. */
export function hoursUntil(iso: string, now: Date): number {
  return Math.floor((Date.parse(iso) - now.getTime()) / hour);
}

/** True from the moment an ISO date or time names; what is no time at all has passed as well. */
export function isPast(iso: string, now: Date): boolean {
  return !(Date.parse(iso) > now.getTime());
}

/** Whole days from an ISO time to `now`. */
export function daysSince(iso: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(iso)) / (24 * hour));
}

/** `61 hours`, and from three days on `5 days`. */
export function span(hours: number): string {
  return hours < 72 ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day');
}

/** `The only backup`, `Both backups`, `All 12 backups`, to begin a sentence with. */
export function allOf(number: number, one: string): string {
  if (number === 2) return `Both ${one}s`;
  return number === 1 ? `The only ${one}` : `All ${count(number, one)}`;
}

/** An ISO time as a person reads it: `2026-11-24 12:00 UTC`. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function list(names: readonly string[], most = 3): string {
  if (names.length > most) return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `account-token` -> `account token`, `ssh-key` -> `SSH key`. */
export function spoken(type: string): string {
  return type.replaceAll('-', ' ').replace(/^(?:ssh|cli|oidc|saml)\b/, (word) => word.toUpperCase());
}

/** `an access key`, `a project token`. */
export function aOrAn(type: string): string {
  const words = spoken(type);
  return `${/^(?:[aeio]|OIDC|SSH|SAML)/.test(words) ? 'an' : 'a'} ${words}`;
}

const tierOrder: readonly Tier[] = ['production', 'staging', 'development', 'ephemeral'];

/** Highest tier first, each once. */
export function sortedTiers(tiers: Iterable<Tier>): readonly Tier[] {
  const seen = new Set(tiers);
  return tierOrder.filter((tier) => seen.has(tier));
}

/** `account token "domain-cli"`, to begin a sentence with. */
export function credentialName(type: string, name: string): string {
  const words = type === 'unlistable' ? 'an unlisted credential' : spoken(type);
  if (name.toLowerCase().startsWith(words.toLowerCase())) return quoted(name);
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)} ${quoted(name)}`;
}

/** `restore-test` -> `restore test`. */
export function spokenKind(kind: string): string {
  return kind.replaceAll('-', ' ');
}
