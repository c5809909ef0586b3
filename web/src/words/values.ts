// Values of fields in words: no codes and no notation of programs.
import { phone } from './format';
import { hours, hoursRules } from './hours';
import { type Language, wordsOf } from './language';

const HOURS = /hours|schedule|reception/i;

/** A value of a field of the registry; a value that is not a code stays as it is. */
export function shownValue(language: Language, field: string, value: string): string {
  const { office, officeKinds } = wordsOf(language);
  if (HOURS.test(field) && hoursRules(value)) return hours(language, value);
  const kinds: Record<string, string> = { ...officeKinds, ...office.contactKinds };
  return kinds[value] ?? phone(value);
}
