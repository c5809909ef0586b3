// What other addresses than /assets hold: the components for other sites, the worker, the manifest.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const out = 'dist/page';
const usual = { bundle: true, minify: true, target: 'es2022', legalComments: 'none', logLevel: 'warning' };
await build({
  ...usual,
  entryPoints: ['src/embed/kense.ts'],
  outfile: `${out}/embed/kense.js`,
  format: 'esm',
});
await build({
  ...usual,
  entryPoints: ['src/offline/service-worker.ts'],
  outfile: `${out}/top/service-worker.js`,
  format: 'iife',
});
await mkdir(`${out}/top`, { recursive: true });
// The server executes these by their hashes: read at its start, served to nobody.
await cp('src/api/generated/persisted-documents.json', `${out}/documents.json`);
await cp('src/page/mark.svg', `${out}/top/icon.svg`);
await writeFile(
  `${out}/top/manifest.webmanifest`,
  JSON.stringify({
    name: 'Kense',
    short_name: 'Kense',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#00566b',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  }),
);
