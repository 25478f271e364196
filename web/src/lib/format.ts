import type { Instant, Money } from './api/types.ts';

/** Where and in which language numbers and dates are read. */
export interface Place {
  language: string;
  timeZone: string;
}

const cache = new Map<string, unknown>();
function cached<T>(key: string, make: () => T): T {
  let found = cache.get(key) as T | undefined;
  if (!found) cache.set(key, (found = make()));
  return found;
}

function dateFormat({ language, timeZone }: Place, options: Intl.DateTimeFormatOptions) {
  return cached(`d${language}${timeZone}${JSON.stringify(options)}`, () => {
    try {
      return new Intl.DateTimeFormat(language, { timeZone, ...options });
    } catch {
      // A time zone that this browser does not know yet.
      return new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
    }
  });
}

/** The calendar day of an instant in the workspace's time zone, as `YYYY-MM-DD`. */
export function dayOf(at: Instant | Date, timeZone: string): string {
  return dateFormat(
    { language: 'en-CA', timeZone },
    { year: 'numeric', month: '2-digit', day: '2-digit' },
  ).format(new Date(at));
}

/** By how much the clocks of a time zone differ from UTC at a moment. */
function offsetAt(at: number, timeZone: string): number {
  const format = dateFormat(
    { language: 'sv', timeZone },
    { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' },
  );
  const whole = Math.floor(at / 1000) * 1000;
  return Date.parse(`${format.format(whole).replace(' ', 'T')}Z`) - whole;
}

const day_ms = 86_400_000;

/** Whether a text is a day of the calendar, `2026-11-22`. */
export function isDay(text: string): boolean {
  const at = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** What the clocks of a time zone show, such as `2026-11-22T10:00:00.000`. */
export function clockAt(at: Instant, timeZone: string): string {
  const ms = Date.parse(at);
  return new Date(ms + offsetAt(ms, timeZone)).toISOString().slice(0, -1);
}

/**
 * When the clocks of a time zone show this: the first such moment where they show it twice, and where they leap over it the moment
 * as late after the leap as it would have been.
 */
export function momentOf(clock: string, timeZone: string): Instant {
  const wanted = Date.parse(`${clock}Z`);
  const [before, after] = [-day_ms, day_ms].map(side => offsetAt(wanted + side, timeZone)) as [
    number,
    number,
  ];
  const fitting = [before, after].map(offset => wanted - offset);
  const found = fitting.filter(at => at + offsetAt(at, timeZone) === wanted);
  return new Date(found.length ? Math.min(...found) : wanted - before).toISOString();
}

/** When a calendar day begins in a time zone. */
export const dayBegins = (day: string, timeZone: string): Instant => momentOf(`${day}T00:00:00`, timeZone);
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + day_ms).toISOString().slice(0, 10);
}

/** English is written as in Europe: the day before the month, and 24 hours. */
const localeOf = (language: string) => (language === 'en' ? 'en-GB' : language);

export function formatters(given: Place, now: () => Date = () => new Date()) {
  const place = { ...given, language: localeOf(given.language) };
  const { language, timeZone } = place;
  const number = (value: number, options: Intl.NumberFormatOptions = {}) =>
    cached(`n${language}${JSON.stringify(options)}`, () => new Intl.NumberFormat(language, options)).format(
      value,
    );

  const money = ({ minor, currency }: Money) => {
    const format = cached(
      `m${language}${currency}`,
      () => new Intl.NumberFormat(language, { style: 'currency', currency }),
    );
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  };

  /** An exact number as the server writes it, digits beyond what a number of JavaScript holds included. */
  const exact = (amount: string, currency?: string | null, digits?: number) => {
    const options: Intl.NumberFormatOptions = currency
      ? { style: 'currency', currency }
      : digits === undefined
        ? {}
        : { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return cached(
      `e${language}${JSON.stringify(options)}`,
      () => new Intl.NumberFormat(language, options),
    ).format(amount as Intl.StringNumericLiteral);
  };

  const time = (at: Instant) =>
    dateFormat(place, { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
  const timeExact = (at: Instant) =>
    dateFormat(place, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at));
  /** A time of day that belongs to no day: `09:30`. */
  const timeOfDay = (text: string) => {
    const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
    if (text.length > 5) options.second = '2-digit';
    return dateFormat({ language, timeZone: 'UTC' }, options).format(new Date(`1970-01-01T${text}Z`));
  };
  const date = (at: Instant) =>
    dateFormat(place, { year: 'numeric', month: 'short', day: 'numeric' }).format(new Date(at));
  const dateTime = (at: Instant) =>
    dateFormat(place, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }).format(new Date(at));

  /** A calendar date without a time: `2026-11-22`, `1984-05`, `1984`. */
  const calendarDate = (text: string) => {
    const [year, month, day] = text.split('-').map(Number);
    if (!year) return text;
    const at = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
    const options: Intl.DateTimeFormatOptions = { year: 'numeric' };
    if (month) options.month = day ? 'short' : 'long';
    if (day) options.day = 'numeric';
    return dateFormat({ language, timeZone: 'UTC' }, options).format(at);
  };
  /** A day with its name, and without its year when that is the present one. */
  const dayHeading = (text: string) => {
    const at = new Date(`${text}T00:00:00Z`);
    const isThisYear = dayOf(now(), timeZone).startsWith(text.slice(0, 4));
    return dateFormat(
      { language, timeZone: 'UTC' },
      { weekday: 'long', day: 'numeric', month: 'long', ...(isThisYear ? {} : { year: 'numeric' }) },
    ).format(at);
  };
  const dayShort = (text: string) =>
    dateFormat({ language, timeZone: 'UTC' }, { day: 'numeric', month: 'short' }).format(
      new Date(`${text}T00:00:00Z`),
    );
  const month = (text: string) =>
    dateFormat({ language, timeZone: 'UTC' }, { month: 'long', year: 'numeric' }).format(
      new Date(`${text}-01T00:00:00Z`),
    );
  const weekday = (text: string, width: 'short' | 'long') =>
    dateFormat({ language, timeZone: 'UTC' }, { weekday: width }).format(new Date(`${text}T00:00:00Z`));
  /** The name of a month by its number, standing alone. */
  const monthName = (number: number) =>
    dateFormat({ language, timeZone: 'UTC' }, { month: 'short' }).format(Date.UTC(2026, number - 1, 1));
  /** From one day to another, both included. */
  const days = (from: string, to: string, width: 'short' | 'long' = 'long') =>
    dateFormat({ language, timeZone: 'UTC' }, { day: 'numeric', month: width, year: 'numeric' }).formatRange(
      new Date(`${from}T00:00:00Z`),
      new Date(`${to}T00:00:00Z`),
    );
  const monthShort = (text: string) =>
    dateFormat({ language, timeZone: 'UTC' }, { month: 'short', year: 'numeric' }).format(
      new Date(`${text}-01T00:00:00Z`),
    );

  const ago = (at: Instant) => {
    const relative = cached(
      `r${language}`,
      () => new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' }),
    );
    const seconds = Math.round((new Date(at).getTime() - now().getTime()) / 1000);
    const steps: [Intl.RelativeTimeFormatUnit, number][] = [
      ['year', 31_557_600],
      ['month', 2_629_800],
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ];
    for (const [unit, size] of steps)
      if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
    // Within the last minute the seconds say nothing: it is now.
    return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
  };
  /** How long something took, in the largest unit that says enough. */
  const duration = (seconds: number) => {
    const [value, unit] =
      seconds < 60
        ? [seconds, 'second']
        : seconds < 3600
          ? [seconds / 60, 'minute']
          : [seconds / 3600, 'hour'];
    return number(Math.max(1, Math.round(value)), { style: 'unit', unit, unitDisplay: 'short' });
  };
  const names = (type: 'region' | 'language' | 'currency', code: string) => {
    try {
      return cached(`${type}${language}`, () => new Intl.DisplayNames(language, { type })).of(code) ?? code;
    } catch {
      return code;
    }
  };
  return {
    language,
    timeZone,
    number,
    money,
    exact,
    time,
    timeExact,
    timeOfDay,
    date,
    dateTime,
    calendarDate,
    dayHeading,
    dayShort,
    month,
    monthShort,
    monthName,
    weekday,
    days,
    ago,
    duration,
    country: (code: string) => names('region', code),
    languageName: (code: string) => names('language', code),
    currencyName: (code: string) => names('currency', code),
    isOlderThanADay: (at: Instant) => now().getTime() - new Date(at).getTime() > 86_400_000,
    today: () => dayOf(now(), timeZone),
  };
}
export type Formatters = ReturnType<typeof formatters>;
