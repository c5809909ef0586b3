// The age of cached data on the page: set by an answer of the service worker, cleared by one of the server.
const listeners = new Set<(since: string | null) => void>();
let current: string | null = null;

export function offlineSince(): string | null {
  return current;
}

/** Notes the source of an answer: the service worker's cache with its time, or the server (null). */
export function noteOffline(since: string | null): void {
  if (since === current) return;
  current = since;
  for (const listener of listeners) listener(since);
}

export function onOffline(listener: (since: string | null) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
