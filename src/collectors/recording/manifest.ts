import { OperatorError } from '../../model/error.ts';
import type { Folder } from './folder.ts';

/** What a recording says of itself; written last, so that with it the recording is whole. */
export interface Manifest {
  readonly schema: 'firebreak.recording/1';
  /** The moment the inventory is judged at. */
  readonly takenAt: string;
  readonly tool: string;
  /** The configuration of the scan; it never holds a secret. */
  readonly config: unknown;
  readonly facts: Readonly<Record<string, string | null>>;
  readonly sources: readonly string[];
}

export const manifestName = 'recording.json';

export function manifestText(manifest: Omit<Manifest, 'schema'>): string {
  return `${JSON.stringify({ schema: 'firebreak.recording/1', ...manifest }, null, 2)}\n`;
}

/** Reads a recording's manifest. `OperatorError` where there is none, or it is none. */
export async function readManifest(folder: Folder, named: string): Promise<Manifest> {
  if (!(await folder.exists(manifestName))) {
    throw new OperatorError(
      'RECORDING_MISSING',
      `There is no recording in ${named}: it has no ${manifestName}.`,
      'Name the folder that `firebreak scan --record` wrote; a scan that did not end leaves no whole recording.',
    );
  }
  const manifest = parsed(await folder.read(manifestName));
  if (manifest !== null) return manifest;
  throw new OperatorError(
    'RECORDING_DAMAGED',
    `${manifestName} in ${named} is not what a recording says of itself.`,
    'Record the scan again.',
  );
}

function parsed(text: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : null;
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, takenAt, tool, facts, sources } = value as Partial<Manifest>;
  return (
    schema === 'firebreak.recording/1' &&
    typeof takenAt === 'string' &&
    !Number.isNaN(Date.parse(takenAt)) &&
    typeof tool === 'string' &&
    typeof facts === 'object' &&
    facts !== null &&
    Array.isArray(sources)
  );
}
