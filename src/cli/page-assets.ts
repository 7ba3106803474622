import { fileURLToPath } from 'node:url';
import type { Page } from '../../reports/index.ts';
import type { CliIO } from './io.ts';

/** The built report page, beside the renderers from source as once packed. */
export async function pageAssets(io: Pick<CliIO, 'readFile'>): Promise<Page> {
  const read = (file: string): Promise<string> =>
    io.readFile(fileURLToPath(new URL(`../../reports/html/dist/${file}`, import.meta.url)));
  const [script, style] = await Promise.all([read('page.js'), read('style.css')]);
  return { script, style };
}
