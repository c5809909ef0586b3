// Numbers, distances, days and moments as people of each language write them.
import type { Moment } from './answering';
import { FIELD_NAMES } from './fields';
import { type Language, wordsOf } from './language';

// Browsers claim to support Kazakh and then write "2026 M11 26": figures are written as in Russian.
const TAGS: Record<Language, string> = { kk: 'ru-RU', ru: 'ru-RU', en: 'en-GB' };
const MONTHS_KK = [
  'қаңтар',
  'ақпан',
  'наурыз',
  'сәуір',
  'мамыр',
  'маусым',
  'шілде',
  'тамыз',
  'қыркүйек',
  'қазан',
  'қараша',
  'желтоқсан',
];

export function number(language: Language, value: number, digits = 0): string {
  return new Intl.NumberFormat(TAGS[language], { maximumFractionDigits: digits }).format(value);
}

/** Metres as people say them: 350 m, 4.2 km, 74 km. */
export function distance(language: Language, metres: number): string {
  const { m, km } = wordsOf(language).units;
  if (metres < 950) return `${number(language, Math.round(metres / 50) * 50)} ${m}`;
  return `${number(language, metres / 1000, metres < 10_000 ? 1 : 0)} ${km}`;
}

/** A date (RFC 3339) in words. */
export function day(language: Language, iso: string): string {
  const [year, month, date] = iso.slice(0, 10).split('-').map(Number);
  if (language === 'kk') return `${String(year)} жылғы ${String(date)} ${MONTHS_KK[(month ?? 1) - 1] ?? ''}`;
  const moment = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, date ?? 1));
  return new Intl.DateTimeFormat(TAGS[language], { dateStyle: 'long', timeZone: 'UTC' }).format(moment);
}

/** A date and time in the time zone of Kazakhstan. */
export function moment(language: Language, iso: string, timeZone = 'Asia/Almaty'): string {
  return new Intl.DateTimeFormat(TAGS[language], {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(iso));
}

/** The calendar day in a time zone, as 2026-11-30. */
function dayIn(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone }).format(moment);
}

/** A moment relative to now, for words such as "tomorrow at 9:00". */
export function soon(language: Language, iso: string, timeZone = 'Asia/Almaty', now = new Date()): Moment {
  const moment = new Date(iso);
  const on = dayIn(moment, timeZone);
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone }).format(moment);
  return {
    clock: clock.replace(/^0/, ''),
    days: Math.round((Date.parse(on) - Date.parse(dayIn(now, timeZone))) / 86_400_000),
    weekday: (new Date(on).getUTCDay() + 6) % 7,
    date: day(language, on),
  };
}

/** +77163834190 as it is printed: +7 716 383 41 90. */
export function phone(value: string): string {
  const parts = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})(?:;ext=(\d+))?$/.exec(value);
  if (!parts) return value;
  return `+7 ${parts.slice(1, 5).join(' ')}${parts[5] ? ` (${parts[5]})` : ''}`;
}

/** The name of a field of the registry; a dot separates a channel from its field. */
export function field(language: Language, name: string): string {
  const words = wordsOf(language);
  const channels = words.channels as Record<string, string>;
  return name
    .split('.')
    .filter((part) => part !== 'channels')
    .map((part) => FIELD_NAMES[language][part] ?? channels[part] ?? part)
    .join(': ');
}
