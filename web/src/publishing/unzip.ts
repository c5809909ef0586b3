// What read-excel-file needs of fflate, without workers: the policy of the page lets none be made of a text.
// vite.config.ts puts it in the place of `fflate`.
import { unzipSync, type UnzipFileInfo, type Unzipped } from 'fflate/browser';

export * from 'fflate/browser';

/** Bytes that a list may have when it is unpacked: 1,000 lines take some two millions. */
const MOST_UNPACKED = 64_000_000;

/** Unpacks a ZIP at once, and calls back with the error or the files. */
export function unzip(data: Uint8Array, done: (error: unknown, files: Unzipped | null) => void): void {
  let size = 0;
  const filter = ({ originalSize }: UnzipFileInfo): boolean => {
    size += originalSize;
    if (size > MOST_UNPACKED) throw new Error('the file unpacks to too much');
    return true;
  };
  let files: Unzipped;
  try {
    files = unzipSync(data, { filter });
  } catch (error) {
    done(error, null);
    return;
  }
  done(null, files);
}
