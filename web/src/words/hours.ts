// Opening hours in words. The registry keeps them as OSM opening_hours; people read "Пн–Пт 09:00–18:30".
import { answerWordsOf } from './answering';
import { type Language, LANGUAGES, wordsOf } from './language';

export const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;

/** Days and their times; a rule without days applies to all. */
export interface HoursRule {
  /** 0 is Monday. */
  days: number[];
  /** Which of these weekdays in a month, -1 for the last; empty for each. */
  weeks: number[];
  holidays: boolean;
  /** Start and end, such as 09:00; null for an open end. */
  spans: [string, string | null][];
  isOff: boolean;
  isUnsure: boolean;
}

const RULE = /^(?:((?:Mo|Tu|We|Th|Fr|Sa|Su|PH)[^ ]*) ?)?(off|24\/7|[\d:,+-]+)?( unknown)?(?: ?"[^"]*")?$/;
const SPAN = /^(\d\d:\d\d)(?:-(\d\d:\d\d)|\+)$/;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/** The rules of an expression; null for one that is more than days and times. */
export function hoursRules(expression: string): HoursRule[] | null {
  const rules: HoursRule[] = [];
  for (const text of expression.split(/;\s*|,\s+/)) {
    const rule = ruleOf(text.trim());
    if (!rule) return null;
    rules.push(rule);
  }
  return rules;
}

function ruleOf(text: string): HoursRule | null {
  const [, dates, times, unsure] = RULE.exec(text) ?? [];
  if (dates === undefined && times === undefined) return null;
  const rule = daysOf(dates);
  if (!rule) return null;
  const isAlways = times === '24/7';
  const spans: [string, string | null][] = isAlways ? [['00:00', '24:00']] : [];
  for (const span of times === undefined || times === 'off' || isAlways ? [] : times.split(',')) {
    const [, from, to] = SPAN.exec(span) ?? [];
    if (from === undefined) return null;
    spans.push([from, to ?? null]);
  }
  return { ...rule, spans, isOff: times === 'off', isUnsure: unsure !== undefined };
}

function daysOf(text: string | undefined): Pick<HoursRule, 'days' | 'weeks' | 'holidays'> | null {
  if (text === undefined) return { days: EVERY_DAY, weeks: [], holidays: false };
  const days: number[] = [];
  let weeks: number[] = [];
  let holidays = false;
  for (const item of text.split(/,(?![^[]*\])/)) {
    const [, first, last, nth] = /^(\w\w)(?:-(\w\w)|\[([-\d,]+)\])?$/.exec(item) ?? [];
    if (first === 'PH') {
      holidays = true;
      continue;
    }
    const from = DAYS.indexOf(first as 'Mo');
    const to = last ? DAYS.indexOf(last as 'Mo') : from;
    if (from < 0 || to < 0) return null;
    for (let at = from; ; at = (at + 1) % 7) {
      days.push(at);
      if (at === to) break;
    }
    if (nth) weeks = nth.split(',').map(Number);
  }
  return { days, weeks, holidays };
}

/** An expression in words; a complex one is described as such. */
export function hours(language: Language, expression: string): string {
  const rules = hoursRules(expression);
  if (!rules) return answerWordsOf(language).hours.special;
  return rules.map((rule) => ruleInWords(language, rule)).join('; ');
}

function ruleInWords(language: Language, rule: HoursRule): string {
  const words = wordsOf(language).hours;
  const more = answerWordsOf(language).hours;
  if (rule.holidays && rule.days.length === 0 && rule.isOff) return words.holidaysOff;
  const times = rule.isOff
    ? words.off
    : rule.spans
        .map(([from, to]) =>
          to === null ? more.from(from) : from === '00:00' && to === '24:00' ? more.always : `${from}–${to}`,
        )
        .join(', ');
  const names = [daysInWords(language, rule), rule.holidays ? more.holidays : ''].filter(Boolean).join(', ');
  return [names, times, rule.isUnsure ? words.unsure : ''].filter(Boolean).join(' ');
}

/** Consecutive days as a range: Пн–Ср, Пт. */
function daysInWords(language: Language, { days, weeks }: HoursRule): string {
  const { days: names } = wordsOf(language).hours;
  const name = (at: number) => names[at] ?? '';
  if (weeks.length > 0) return answerWordsOf(language).hours.weeks(weeks, days.map(name).join(', '));
  if (days.length === 7) return '';
  const runs: [number, number][] = [];
  for (const at of days) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === at) last[1] = at;
    else runs.push([at, at]);
  }
  return runs
    .map(([from, to]) => (from === to ? name(from) : `${name(from)}${to - from > 1 ? '–' : ', '}${name(to)}`))
    .join(', ');
}

/** Typed hours, in any of the languages or as OSM opening_hours, in the form of the registry. */
export function typedHours(text: string): string {
  let made = text.replace(/[–—]/g, '-').replace(/\s*-\s*/g, '-');
  for (const language of LANGUAGES) {
    const words = wordsOf(language).hours;
    const more = answerWordsOf(language).hours;
    made = replaced(made, words.holidaysOff.replace(/\s*–\s*/g, '-'), 'PH off');
    made = replaced(made, words.unsure, 'unknown');
    made = replaced(made, words.off, 'off');
    made = replaced(made, more.holidays, 'PH');
    made = replaced(made, more.always, '24/7');
    words.days.forEach((name, at) => {
      made = replaced(made, name, DAYS[at] ?? '');
    });
  }
  return made
    .replace(/(^|[\s,])(\d):/g, '$10$2:')
    .replace(/-(\d):/g, '-0$1:')
    .replace(/(\d\d:\d\d), (?=\d)/g, '$1,')
    .replace(/([a-z]{2}), (?=(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b)/gi, '$1,')
    .trim();
}

/** Whole words only, in any case. */
function replaced(text: string, words: string, by: string): string {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{L}\\d])`, 'giu'), by);
}
