// The hours of a week as a grid: a row a day, read from the text of the form and written back to it.
import { useDeskWords } from '../desk/words';
import { DAYS, hours, hoursRules, type HoursRule, typedHours } from '../words/hours';
import { type Language, useLanguage, useWords } from '../words/language';

/** A day: closed where `from` is empty. */
interface Day {
  from: string;
  to: string;
  breakFrom: string;
  breakTo: string;
}

interface Week {
  days: Day[];
  holidaysOff: boolean;
}

const CLOSED: Day = { from: '', to: '', breakFrom: '', breakTo: '' };
const USUAL: Day = { from: '09:00', to: '18:00', breakFrom: '', breakTo: '' };

/** The week that a text says; null for one that a grid cannot show. */
export function weekOf(text: string): Week | null {
  const week: Week = { days: DAYS.map(() => CLOSED), holidaysOff: false };
  if (text.trim() === '') return week;
  const rules = hoursRules(typedHours(text));
  if (!rules) return null;
  for (const rule of rules) {
    if (rule.weeks.length > 0 || rule.isUnsure || (rule.holidays && !(rule.isOff && rule.days.length === 0)))
      return null;
    if (rule.holidays) week.holidaysOff = true;
    const day = dayOf(rule);
    if (!day) return null;
    for (const at of rule.days) week.days[at] = day;
  }
  return week;
}

function dayOf({ isOff, spans }: HoursRule): Day | null {
  if (isOff) return CLOSED;
  const [first, second, more] = spans;
  if (!first || more || first[1] === null || first[1] === '24:00') return null;
  if (!second) return { ...CLOSED, from: first[0], to: first[1] };
  if (second[1] === null || second[1] === '24:00') return null;
  return { from: first[0], to: second[1], breakFrom: first[1], breakTo: second[0] };
}

/** The week in words of the page, as the text of the form says it. */
export function textOf(language: Language, { days, holidaysOff }: Week): string {
  const parts: string[] = [];
  const spans = days.map(spansOf);
  for (let at = 0; at < 7; at += 1) {
    if (!spans[at]) continue;
    let last = at;
    while (last < 6 && spans[last + 1] === spans[at]) last += 1;
    const name = (day: number) => DAYS[day] ?? '';
    parts.push(`${name(at)}${last > at ? `-${name(last)}` : ''} ${spans[at] ?? ''}`);
    at = last;
  }
  if (holidaysOff && parts.length > 0) parts.push('PH off');
  return parts.length > 0 ? hours(language, parts.join('; ')) : '';
}

function spansOf({ from, to, breakFrom, breakTo }: Day): string {
  if (!from || !to) return '';
  return breakFrom && breakTo ? `${from}-${breakFrom},${breakTo}-${to}` : `${from}-${to}`;
}

interface Props {
  text: string;
  onText: (text: string) => void;
}

export function HoursGrid({ text, onText }: Props) {
  const words = useDeskWords();
  const names = useWords().hours.days;
  const language = useLanguage();
  const week = weekOf(text);
  if (!week) return <p class="detail">{words.gridIntricate}</p>;
  const put = (at: number, day: Day) => {
    onText(textOf(language, { ...week, days: week.days.map((each, index) => (index === at ? day : each)) }));
  };
  const isOpen = week.days.some(({ from }) => from !== '');
  return (
    <fieldset class="hours-grid">
      <legend>{words.grid}</legend>
      {week.days.map((day, at) => (
        <DayRow
          key={at}
          name={names[at] ?? ''}
          day={day}
          // A day is opened with the hours of the one before it.
          usual={week.days.slice(0, at).findLast(({ from }) => from !== '') ?? USUAL}
          onDay={(next) => {
            put(at, next);
          }}
        />
      ))}
      <label class="check">
        <input
          type="checkbox"
          checked={week.holidaysOff}
          disabled={!isOpen}
          onChange={(event) => {
            onText(textOf(language, { ...week, holidaysOff: event.currentTarget.checked }));
          }}
        />
        {words.gridHolidays}
      </label>
    </fieldset>
  );
}

interface DayProps {
  name: string;
  day: Day;
  usual: Day;
  onDay: (day: Day) => void;
}

function DayRow({ name, day, usual, onDay }: DayProps) {
  const words = useDeskWords();
  const isOpen = day.from !== '';
  const time = (part: keyof Day, label: string) => (
    <input
      type="time"
      aria-label={`${name}: ${label}`}
      title={label}
      value={day[part]}
      disabled={!isOpen}
      onChange={(event) => {
        const { value } = event.currentTarget;
        // Emptied ends of a day would close it: that is what the tick is for.
        if (value || part === 'breakFrom' || part === 'breakTo') onDay(withTime(day, part, value));
        else event.currentTarget.value = day[part];
      }}
    />
  );
  return (
    <div class="hours-day">
      <label class="check">
        <input
          type="checkbox"
          aria-label={`${name}: ${words.gridOpen}`}
          checked={isOpen}
          onChange={(event) => {
            onDay(event.currentTarget.checked ? usual : CLOSED);
          }}
        />
        {name}
      </label>
      {time('from', words.gridFrom)}
      {time('to', words.gridTo)}
      {time('breakFrom', words.gridBreak)}
      {time('breakTo', words.gridBreakTo)}
    </div>
  );
}

/** A break has both ends: the one that is missing is an hour off. */
function withTime(day: Day, part: keyof Day, value: string): Day {
  const next = { ...day, [part]: value };
  if (part === 'breakFrom') next.breakTo = value === '' ? '' : day.breakTo || hourFrom(value, 1);
  if (part === 'breakTo') next.breakFrom = value === '' ? '' : day.breakFrom || hourFrom(value, -1);
  return next;
}

function hourFrom(time: string, hoursMore: number): string {
  const [hour, minute] = time.split(':');
  return `${((Number(hour) + hoursMore + 24) % 24).toString().padStart(2, '0')}:${minute ?? '00'}`;
}
