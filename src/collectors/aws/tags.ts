interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Tags as a plain record; a key such as `__proto__` stays a key. */
export function tagsOf(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** The `Name` tag, which the console shows as the name, or the id. */
export function nameOf(tags: readonly Tag[] | undefined, id: string): string {
  return tags?.find((tag) => tag.Key === 'Name')?.Value || id;
}
