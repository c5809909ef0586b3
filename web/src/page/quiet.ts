// What can wait waits until the words are there: the code of the map, the worker.
import { pending } from '../api/client';

const STEP_MS = 50;
const LONGEST_MS = 4_000;

/** Calls back once the page asks nothing any more, and the browser has time; hands back how to give that up. */
export function whenQuiet(then: () => void): () => void {
  const started = performance.now();
  let still = 0;
  let timer = setTimeout(look, STEP_MS);
  function look(): void {
    still = pending() === 0 && document.readyState === 'complete' ? still + 1 : 0;
    // Two looks in a row: one answer may lead to the next question.
    if (still >= 2 || performance.now() - started > LONGEST_MS) then();
    else timer = setTimeout(look, STEP_MS);
  }
  return () => {
    clearTimeout(timer);
  };
}
