// The token of the one who signed in: kept for this tab alone, sent with every question.
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

/** Calls back whenever the token changes; hands back how to stop. */
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
    // it lasts until the page is left
  }
  for (const listener of listeners) listener();
}
