// The words that the server put into the page: they stay in the place of the answer until the page has it itself.
export interface Told {
  words: string;
}

let told: Told | null = null;
let address = '';
let isHeld = false;

/** Takes the server's words out of the page, before the first rendering. */
export function takeTold(): void {
  const words = document.getElementById('told-words')?.innerHTML;
  told = words === undefined ? null : { words };
  address = location.pathname + location.search;
  document.getElementById('told')?.remove();
}

/** The words for the component that shows them; null once taken, or at another address. */
export function holdTold(): Told | null {
  if (isHeld || location.pathname + location.search !== address) return null;
  isHeld = told !== null;
  return told;
}

/** Drops the words that were taken. */
export function letTold(held: Told | null): void {
  if (held) isHeld = false;
}
