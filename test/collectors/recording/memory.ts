import type { Folder } from '../../../src/collectors/recording/folder.ts';

/** A folder in memory. */
export function memoryFolder(): Folder & { readonly files: Map<string, string> } {
  const files = new Map<string, string>();
  return {
    files,
    read: async (name) => files.get(name) ?? Promise.reject(new Error(`no file ${name}`)),
    write: async (name, content) => {
      files.set(name, typeof content === 'string' ? content : [...content].join(''));
    },
    exists: async (name) => files.has(name),
  };
}
