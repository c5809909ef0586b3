// The token of the signed-in user: kept for this tab only, sent with every request.
const KEY = 'kense.token';
const listeners = new Set<() => void>();
let current: string | null = read();

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function token(): string | null {
  return current;
}

export function signIn(given: string): void {
  set(given.trim() || null);
}

export function signOut(): void {
  set(null);
}

/** Calls back when the token changes; returns a function that stops it. */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: string | null): void {
  current = next;
  try {
    if (next === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, next);
  } catch {
    // then the token lasts until the page is closed
  }
  for (const listener of listeners) listener();
}
