/** What a calendar is: days in weeks, the rules of what stands on them, and what a value is once it is moved to another day. */
import type { DayTotal, FieldDefinition, FieldValue } from '@/lib/api/types.ts';
import { clockAt, isDay, momentOf } from '@/lib/format.ts';

const day_ms = 86_400_000;
const numberOf = (day: string) => Date.parse(`${day}T00:00:00Z`) / day_ms;
const dayAt = (number: number) => new Date(number * day_ms).toISOString().slice(0, 10);

/** The first and the last day that can be written; calendars end there. */
const kept = (day: string, otherwise: string) => (isDay(day) ? day : otherwise);

export const addDays = (day: string, count: number): string => kept(dayAt(numberOf(day) + count), day);

/** The same day of another month, or its last one where it is shorter. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCFullYear(year, month - 1 + count, 1);
  const last = new Date(first);
  last.setUTCMonth(first.getUTCMonth() + 1, 0);
  first.setUTCDate(Math.min(date, last.getUTCDate()));
  return kept(first.toISOString().slice(0, 10), day);
}

export const monthOf = (day: string): string => day.slice(0, 7);

/** Regions of those that English is spoken in whose weeks begin on Sunday: for browsers that do not know. */
const from_sunday = new Set(['US', 'CA', 'IN', 'ZA', 'PH', 'HK', 'SG']);

/**
 * On which day weeks begin, 1 for Monday to 7 for Sunday: as the language has it. English is spoken in many places, of which the
 * browser may name one; else it is Monday.
 */
export function weekStart(language: string, preferred: readonly string[] = []): number {
  const tag =
    language === 'en' ? (preferred.find(each => /^en-[A-Za-z]{2}$/.test(each)) ?? 'en-GB') : language;
  const locale = new Intl.Locale(tag) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const known = locale.getWeekInfo?.() ?? locale.weekInfo;
  return known?.firstDay ?? (from_sunday.has(locale.region ?? '') ? 7 : 1);
}

const firstOfWeek = (day: string, start: number): number => {
  // The first of January 1970 was a Thursday.
  const isoDay = ((((numberOf(day) + 3) % 7) + 7) % 7) + 1;
  return numberOf(day) - ((isoDay - start + 7) % 7);
};
/** Seven days, without those that cannot be written. */
const weekFrom = (first: number): string[] =>
  Array.from({ length: 7 }, (_, at) => dayAt(first + at)).filter(isDay);

/** The week of a day. */
export const weekOf = (day: string, start: number): string[] => weekFrom(firstOfWeek(day, start));

/** Every week that has a day of the day's month. */
export function weeksOf(day: string, start: number): string[][] {
  const month = monthOf(day);
  const first = firstOfWeek(`${month}-01`, start);
  return Array.from({ length: 6 }, (_, at) => weekFrom(first + 7 * at)).filter(week =>
    week.some(each => monthOf(each) === month),
  );
}

/** A month or a week on or back. */
export const stepped = (day: string, by: 1 | -1, isWeek: boolean): string =>
  isWeek ? addDays(day, 7 * by) : addMonths(day, by);

/** The day that a key leads to from another, as grids of days have it; nothing for other keys. */
export function dayByKey(key: string, day: string, start: number, isWeek: boolean): string | undefined {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'Home':
      return weekOf(day, start)[0];
    case 'End':
      return weekOf(day, start).at(-1);
    case 'PageUp':
      return stepped(day, -1, isWeek);
    case 'PageDown':
      return stepped(day, 1, isWeek);
    default:
      return undefined;
  }
}

/** The part of the value that says the time stays as the clocks of the time zone show it. */
export function movedTo(
  field: FieldDefinition,
  value: FieldValue,
  day: string,
  timeZone: string,
): FieldValue {
  if (field.type === 'date' || typeof value !== 'string') return day;
  return momentOf(`${day}${clockAt(value, timeZone).slice(10)}`, timeZone);
}

/** What the records of a day, or of a month such as `2026-11`, fulfil in the rule language. */
export const ruleOf = (field: FieldDefinition, when: string): string => `${field.name} = "${when}"`;
export const ruleBetween = (field: FieldDefinition, from: string, to: string): string =>
  `${field.name} between "${from}" and "${to}"`;
export const ruleWithout = (field: FieldDefinition): string => `${field.name} is absent`;

/** Entries of a day that are asked for: in a month, in a week, in a list of days. */
export const entries_of = { month: 8, week: 20, list: 10 } as const;
export type Room = keyof typeof entries_of;

const entry_px = 26;
const around_entries_px = 34;
const heading_px = 26;
const lines_min = 3;
/** Entries that a day of a month has room for. */
export const linesOf = (height: number, weeks: number): number =>
  Math.min(
    entries_of.month,
    Math.max(lines_min, Math.floor(((height - heading_px) / weeks - around_entries_px) / entry_px)),
  );

/** The records of a day that there is room for; where it has more, one line is left to say so. */
export function fitting(
  day: DayTotal | undefined,
  lines: number,
): { records: DayTotal['records']; rest: number } {
  if (!day) return { records: [], rest: 0 };
  const records = day.records.slice(0, day.count > lines ? lines - 1 : lines);
  return { records, rest: day.count - records.length };
}
