// The page that people see, built into dist/page; GraphiQL is built by build.mjs.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    alias: [
      { find: /^fflate$/, replacement: fileURLToPath(new URL('src/publishing/unzip.ts', import.meta.url)) },
    ],
  },
  build: {
    outDir: 'dist/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the policy of the page refuses fonts written into a style
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/tiles', '/coverage.geojson'].map((path) => [path, 'http://127.0.0.1:8000']),
    ),
  },
});
