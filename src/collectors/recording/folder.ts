/** The one folder that a recording lives in; names are file names, never paths. */
export interface Folder {
  read(name: string): Promise<string>;
  /** Whole or not at all. */
  write(name: string, content: string | Iterable<string>): Promise<void>;
  exists(name: string): Promise<boolean>;
}
