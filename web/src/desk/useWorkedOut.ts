// A query whose answer the server computes in the first seconds after its start: repeated until it is ready.
import { useEffect, useState } from 'preact/hooks';
import type { Query } from '../api/useQuery';

const PAUSE_MS = 2_000;
const MOST_TRIES = 10;

/** The same query, in the state `loading` while the server still computes. */
export function useWorkedOut<R>(query: Query<R>): Query<R> {
  const [tries, setTries] = useState(0);
  const { error, reload } = query;
  const isWaiting = error?.code === 'LIMIT_EXCEEDED' && tries < MOST_TRIES;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => {
      setTries(tries + 1);
      reload();
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isWaiting, tries, reload, error]);
  return isWaiting ? { ...query, error: null, loading: true } : query;
}
