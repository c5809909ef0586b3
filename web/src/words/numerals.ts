// Kazakh endings after a time in figures depend on the word that is spoken last, as in 18:00-ге and 18:30-ға.

/** What the units and the tens end in: to (дейін follows it) and at. */
const UNITS = ['ге де', 'ге де', 'ге де', 'ке те', 'ке те', 'ке те', 'ға да', 'ге де', 'ге де', 'ға да'];
const TENS = ['ге де', 'ға да', 'ға да', 'ға да', 'қа та', 'ге де'];

function endings(clock: string): string[] {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  // The hour is spoken last where there are no minutes.
  const spoken = minute === 0 ? hour : minute;
  const units = spoken % 10;
  return ((units === 0 ? TENS[spoken / 10] : UNITS[units]) ?? 'ге де').split(' ');
}

/** "18:30-ға", which goes before дейін. */
export function clockTo(clock: string): string {
  return `${clock}-${endings(clock)[0] ?? ''}`;
}

/** "9:00-да". */
export function clockAt(clock: string): string {
  return `${clock}-${endings(clock)[1] ?? ''}`;
}
