export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Writes files of the repository from its code. */
export interface Generator {
  /** A folder that holds nothing but its files, so that one it no longer writes is removed; null: none. */
  readonly folder: string | null;
  files(): Promise<readonly GeneratedFile[]>;
}
