import type { EnvironmentMatch, EnvironmentRule } from '../model/inventory.ts';

/** What environment rules look at; names as the provider gives them. */
export interface RuleSubject {
  readonly id: string;
  readonly provider: string;
  readonly scope: string;
  readonly region: string | null;
  /** Names of the provider's own environments it is in; its own name, for an environment. */
  readonly environments: readonly string[];
  /** Ids and names of the projects it is in. */
  readonly projects: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** The first rule that matches, or undefined. */
export function firstMatch(
  rules: readonly EnvironmentRule[],
  subject: RuleSubject,
): EnvironmentRule | undefined {
  return rules.find(({ match }) => match.some((conditions) => holds(conditions, subject)));
}

function holds(match: EnvironmentMatch, subject: RuleSubject): boolean {
  return (
    fits(match.provider, [subject.provider]) &&
    fits(match.id, [subject.id]) &&
    fits(match.account, [subject.scope]) &&
    fits(match.region, subject.region === null ? [] : [subject.region]) &&
    fits(match.environment, subject.environments) &&
    fits(match.project, subject.projects) &&
    tagsFit(match.tag, subject.tags)
  );
}

function fits(pattern: string | undefined, values: readonly string[]): boolean {
  return pattern === undefined || values.some((value) => matchesPattern(value, pattern));
}

function tagsFit(wanted: EnvironmentMatch['tag'], tags: RuleSubject['tags']): boolean {
  return Object.entries(wanted ?? {}).every(
    ([key, patterns]) =>
      Object.hasOwn(tags, key) && patterns.some((pattern) => matchesPattern(tags[key] ?? '', pattern)),
  );
}

/** `*` stands for any run of characters, `?` for one. Takes time in proportion to text and pattern, whatever they hold. */
export function matchesPattern(text: string, pattern: string): boolean {
  let [at, want] = [0, 0];
  let [star, mark] = [-1, 0];
  while (at < text.length) {
    if (pattern[want] === '*') {
      [star, mark] = [want, at];
      want += 1;
    } else if (want < pattern.length && (pattern[want] === '?' || pattern[want] === text[at])) {
      at += 1;
      want += 1;
    } else if (star >= 0) {
      mark += 1;
      [at, want] = [mark, star + 1];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(want));
}
