import type { Report } from '../../../src/model/report.ts';
import { type PackedReport, unpacked } from '../packed.ts';

/** The report out of the page's own data island. */
export async function readIsland(text: string): Promise<Report> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return unpacked((await new Response(stream).json()) as PackedReport);
}
