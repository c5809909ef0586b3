// The part of fflate that read-excel-file needs, without workers: the page's policy forbids workers made from
// text. vite.config.ts replaces `fflate` by it.
import { unzipSync, type UnzipFileInfo, type Unzipped } from 'fflate/browser';

export * from 'fflate/browser';

/** Most bytes of an unpacked list: 1,000 lines take about two million. */
const MOST_UNPACKED = 64_000_000;

/** Unpacks a ZIP synchronously, and calls back with the error or the files. */
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
