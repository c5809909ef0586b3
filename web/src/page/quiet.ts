// Delays the code of the map and the service worker until the content is there.
import { pending } from '../api/client';

const STEP_MS = 50;
const LONGEST_MS = 4_000;

/** Calls back once no request is open and the browser is idle; returns a function that cancels. */
export function whenQuiet(then: () => void): () => void {
  const started = performance.now();
  let still = 0;
  let timer = setTimeout(look, STEP_MS);
  function look(): void {
    still = pending() === 0 && document.readyState === 'complete' ? still + 1 : 0;
    // Two checks in a row: one answer may lead to another request.
    if (still >= 2 || performance.now() - started > LONGEST_MS) then();
    else timer = setTimeout(look, STEP_MS);
  }
  return () => {
    clearTimeout(timer);
  };
}
