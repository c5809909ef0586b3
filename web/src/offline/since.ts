// Since when what is shown is kept: set by an answer of the worker, taken back by the next one of the server.
const listeners = new Set<(since: string | null) => void>();
let current: string | null = null;

export function offlineSince(): string | null {
  return current;
}

/** Notes how an answer came: from the worker, kept since a moment, or from the server (null). */
export function noteOffline(since: string | null): void {
  if (since === current) return;
  current = since;
  for (const listener of listeners) listener(since);
}

export function onOffline(listener: (since: string | null) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
