// The state of a query in a component: loading, data, or an error. Answers are kept for going back.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError, ask } from './client';
import type { TypedDocumentString } from './generated/graphql';

export interface Query<R> {
  data: R | null;
  error: ApiError | null;
  loading: boolean;
  /** Sends the query again; the old data stays until the new data is there. */
  reload: () => void;
}

const KEPT = 60;
const kept = new Map<string, unknown>();
const shown = new Set<() => void>();

/** Drops all answers and repeats the visible queries, because a change was made. */
export function forget(): void {
  kept.clear();
  underWay.clear();
  for (const again of shown) again();
}

interface Shared {
  answer: Promise<unknown>;
  abort: AbortController;
  users: number;
}
const underWay = new Map<string, Shared>();

/** One request for all components with the same query; it is aborted when the last of them is gone. */
function share(key: string, start: (signal: AbortSignal) => Promise<unknown>): Shared {
  const known = underWay.get(key);
  if (known) {
    known.users += 1;
    return known;
  }
  const abort = new AbortController();
  const shared = { answer: start(abort.signal), abort, users: 1 };
  underWay.set(key, shared);
  const over = () => {
    if (underWay.get(key) === shared) underWay.delete(key);
  };
  shared.answer.then(over, over);
  return shared;
}

function leave(key: string, shared: Shared): void {
  shared.users -= 1;
  if (shared.users > 0) return;
  if (underWay.get(key) === shared) underWay.delete(key);
  shared.abort.abort();
}

/** Sends the query when the variables change; null variables send nothing. */
export function useQuery<R, V>(document: TypedDocumentString<R, V>, variables: V | null): Query<R> {
  const key = variables === null ? null : document.toString() + JSON.stringify(variables);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ key: string | null; data: R | null; error: ApiError | null }>({
    key: null,
    data: null,
    error: null,
  });
  useEffect(() => {
    if (key === null || variables === null) return;
    if (kept.has(key)) {
      setState({ key, data: kept.get(key) as R, error: null });
      return;
    }
    let gone = false;
    const shared = share(key, (signal) => ask(document, variables, signal));
    shared.answer.then(
      (answer) => {
        if (gone) return;
        const data = answer as R;
        kept.set(key, data);
        for (const old of kept.keys()) if (kept.size > KEPT) kept.delete(old);
        setState({ key, data, error: null });
      },
      (error: unknown) => {
        if (gone) return;
        const told = error instanceof ApiError ? error : new ApiError('server', String(error));
        // Data for the same query stays after an error: a lost connection removes nothing.
        setState((old) => ({ key, data: old.key === key ? old.data : null, error: told }));
      },
    );
    return () => {
      gone = true;
      leave(key, shared);
    };
    // The key covers document and variables.
  }, [key, turn]);
  useEffect(() => {
    const again = () => {
      setTurn((now) => now + 1);
    };
    shown.add(again);
    return () => {
      shown.delete(again);
    };
  }, []);
  useEffect(() => {
    if (state.error?.trouble !== 'offline') return;
    const again = () => {
      setTurn((now) => now + 1);
    };
    addEventListener('online', again);
    return () => {
      removeEventListener('online', again);
    };
  }, [state.error]);
  const reload = useCallback(() => {
    if (key !== null) kept.delete(key);
    setTurn((now) => now + 1);
  }, [key]);
  const fresh = state.key === key;
  return {
    data: fresh ? state.data : null,
    error: fresh ? state.error : null,
    loading: key !== null && !(fresh && (state.data !== null || state.error !== null)),
    reload,
  };
}
