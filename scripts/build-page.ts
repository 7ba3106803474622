// Builds the report page's script and style sheet into reports/html/dist/.
import { resolve } from 'node:path';
import { build } from 'esbuild';

const html = resolve(import.meta.dirname, '../reports/html');

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
  banner: { js: '/* Contains Preact and TanStack Virtual, both under the MIT licence. */' },
  logLevel: 'warning',
});
