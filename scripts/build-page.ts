// Builds the report page's script and style sheet into reports/html/dist/.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
const html = resolve(root, 'reports/html');

/** The licences of what is bundled, which every copy of the page has to carry. */
const licences = ['preact', '@tanstack/virtual-core'].map((name) => {
  const text = readFileSync(resolve(root, 'node_modules', name, 'LICENSE'), 'utf8');
  return `${name}: ${text.replaceAll('\r', '').trim()}`;
});

await build({
  entryPoints: { page: `${html}/page/main.tsx`, style: `${html}/page/style.css` },
  outdir: `${html}/dist`,
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['chrome120', 'firefox121', 'safari17'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  charset: 'ascii',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  banner: { js: `/*\n${licences.join('\n\n')}\n*/` },
  logLevel: 'warning',
});
