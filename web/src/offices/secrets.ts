// Secrets of anonymous proposals: kept for this tab, shown once for the user to note.
const KEY = 'kense.secrets';

export interface Secret {
  /** Id of the correction. */
  id: string;
  secret: string;
}

export function keptSecrets(): Secret[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Secret[];
  } catch {
    return []; // a browser that keeps nothing
  }
}

export function keepSecret(secret: Secret): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...keptSecrets(), secret]));
  } catch {
    // then the proposer can only wait for a reviewer
  }
}
