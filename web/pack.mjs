// Packs the files of the page once, so that no server has to: a .br and a .gz twin beside each that gains by it.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const folders = ['dist/page/assets', 'dist/page/embed', 'dist/page/top'];
const packable = /\.(js|mjs|css|svg|json|webmanifest)$/;
const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

const paths = await Promise.all(
  folders.map(async (folder) => (await readdir(folder)).map((name) => `${folder}/${name}`)),
);
await Promise.all(
  paths
    .flat()
    .filter((path) => packable.test(path))
    .map(async (path) => {
      const plain = await readFile(path);
      const twins = {
        br: await promisify(brotliCompress)(plain, best),
        gz: await promisify(gzip)(plain, { level: 9 }),
      };
      for (const [ending, packed] of Object.entries(twins))
        if (packed.length < plain.length) await writeFile(`${path}.${ending}`, packed);
    }),
);
