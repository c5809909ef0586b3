// Opening hours as weekly events of a calendar: iCalendar (RFC 5545).
import { DAYS, hoursRules, type HoursRule } from '../words/hours';
import { folded } from './textFiles';

interface Hours {
  id: string;
  name: string;
  address: string | null;
  /** OSM opening_hours. */
  openingHours: string;
  timeZone: string;
}

/** The text of an .ics file; null where no hours are certain enough. */
export function calendar(hours: Hours, now = new Date()): string | null {
  const rules = (hoursRules(hours.openingHours) ?? []).filter(
    (rule) => !rule.isOff && !rule.isUnsure && rule.days.length > 0,
  );
  const events = rules.flatMap((rule) => eventsOf(rule, hours, now));
  if (events.length === 0) return null;
  const offset = offsetOf(hours.timeZone, now);
  return folded([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kense//Opening hours//EN',
    'BEGIN:VTIMEZONE',
    `TZID:${hours.timeZone}`,
    // Kazakhstan has no summer time.
    'BEGIN:STANDARD',
    'DTSTART:20240301T000000',
    `TZOFFSETFROM:${offset}`,
    `TZOFFSETTO:${offset}`,
    'END:STANDARD',
    'END:VTIMEZONE',
    ...events,
    'END:VCALENDAR',
  ]);
}

function eventsOf(rule: HoursRule, hours: Hours, now: Date): string[] {
  const names = rule.days.map((at) => (DAYS[at] ?? '').toUpperCase());
  const repeats =
    rule.weeks.length > 0
      ? `FREQ=MONTHLY;BYDAY=${names.flatMap((name) => rule.weeks.map((week) => week.toString() + name)).join(',')}`
      : `FREQ=WEEKLY;BYDAY=${names.join(',')}`;
  const first = firstDay(rule, now);
  return rule.spans.flatMap(([from, to]) =>
    // An event until midnight ends at 23:59: calendars do not know 24:00.
    to === null
      ? []
      : [
          'BEGIN:VEVENT',
          `UID:${hours.id}-${names.join('')}-${rule.weeks.join('')}-${from.replace(':', '')}@kense`,
          `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, '')}`,
          `DTSTART;TZID=${hours.timeZone}:${first}T${from.replace(':', '')}00`,
          `DTEND;TZID=${hours.timeZone}:${first}T${(to === '24:00' ? '23:59' : to).replace(':', '')}00`,
          `RRULE:${repeats}`,
          `SUMMARY:${escaped(hours.name)}`,
          ...(hours.address ? [`LOCATION:${escaped(hours.address)}`] : []),
          'TRANSP:TRANSPARENT',
          'END:VEVENT',
        ],
  );
}

/** The first day, from today on, to which the rule applies, as 20261130. */
function firstDay({ days, weeks }: HoursRule, now: Date): string {
  for (let ahead = 0; ahead < 70; ahead += 1) {
    const day = new Date(now.getTime() + ahead * 86_400_000);
    const isLast = new Date(day.getTime() + 7 * 86_400_000).getUTCMonth() !== day.getUTCMonth();
    const week = Math.ceil(day.getUTCDate() / 7);
    const inWeek = weeks.length === 0 || weeks.includes(week) || (isLast && weeks.includes(-1));
    if (inWeek && days.includes((day.getUTCDay() + 6) % 7))
      return day.toISOString().slice(0, 10).replace(/-/g, '');
  }
  return now.toISOString().slice(0, 10).replace(/-/g, '');
}

/** Hours and minutes ahead of UTC, as +0500. */
function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const named = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return named.replace('GMT', '').replace(':', '') || '+0000';
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}
