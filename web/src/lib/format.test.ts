import { expect, test } from 'vitest';
import { clockAt, dayAfter, dayBegins, dayOf, formatters, isDay, momentOf } from './format.ts';

const now = () => new Date('2026-11-22T10:00:00Z');
const english = formatters({ language: 'en', timeZone: 'Europe/Vilnius' }, now);
const lithuanian = formatters({ language: 'lt', timeZone: 'Europe/Vilnius' }, now);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('a day is that of the workspace, not of the browser', () => {
  expect(dayOf('2026-11-21T22:30:00Z', 'Europe/Vilnius')).toBe('2026-11-22');
  expect(dayOf('2026-11-21T22:30:00Z', 'Europe/London')).toBe('2026-11-21');
});

test('times are written with 24 hours, also in English', () => {
  expect(english.time('2026-11-22T15:04:00Z')).toBe('17:04');
  expect(english.date('2026-11-22T15:04:00Z')).toBe('22 Nov 2026');
});

test('money counts its own minor units', () => {
  expect(plain(english.money({ minor: 124000, currency: 'EUR' }))).toBe('€1,240.00');
  expect(plain(lithuanian.money({ minor: 4900, currency: 'EUR' }))).toBe('49,00 €');
  expect(plain(english.money({ minor: 500, currency: 'JPY' }))).toBe('JP¥500');
});

test('a calendar date shows no more than is known', () => {
  expect(english.calendarDate('1984')).toBe('1984');
  expect(english.calendarDate('1984-05')).toBe('May 1984');
  expect(english.calendarDate('1984-05-31')).toBe('31 May 1984');
});

test('how long ago is told in the largest unit', () => {
  expect(english.ago('2026-11-22T07:30:00Z')).toBe('2 hr ago');
  expect(lithuanian.ago('2026-11-22T09:55:00Z')).toBe('prieš 5 min.');
  expect(english.ago('2026-11-22T09:59:55Z')).toBe('now');
});

test('a heading names the year only when it is not this one', () => {
  expect(english.dayHeading('2026-11-09')).toBe('Monday 9 November');
  expect(english.dayHeading('2025-11-09')).toMatch(/^Sunday,? 9 November 2025$/);
});

test('an unknown time zone does not break the screen', () => {
  expect(formatters({ language: 'en', timeZone: 'Mars/Olympus' }, now).time('2026-11-22T15:04:00Z')).toBe(
    '15:04',
  );
});

test('a day begins when the clocks of its place say so, also where they are put forward or back', () => {
  expect(dayBegins('2026-01-15', 'Europe/Vilnius')).toBe('2026-01-14T22:00:00.000Z');
  expect(dayBegins('2026-07-15', 'Europe/Vilnius')).toBe('2026-07-14T21:00:00.000Z');
  expect(dayBegins('2026-03-29', 'Europe/Vilnius')).toBe('2026-03-28T22:00:00.000Z');
  expect(dayBegins('2026-03-30', 'Europe/Vilnius')).toBe('2026-03-29T21:00:00.000Z');
  expect(dayBegins('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
  expect(dayBegins('2026-05-05', 'UTC')).toBe('2026-05-05T00:00:00.000Z');
  // Where the clocks leap over midnight the day begins after it, and where they show it twice at the first.
  expect(dayBegins('2026-03-29', 'Asia/Beirut')).toBe('2026-03-28T22:00:00.000Z');
  expect(dayBegins('2026-11-01', 'America/Havana')).toBe('2026-11-01T04:00:00.000Z');
  expect(dayAfter('2026-12-31')).toBe('2027-01-01');
});

test('what the clocks show is a moment, also where they show it twice or leap over it', () => {
  const zone = 'Europe/Vilnius';
  expect(clockAt('2026-10-25T00:30:00.250Z', zone)).toBe('2026-10-25T03:30:00.250');
  expect(clockAt('2026-10-25T01:30:00Z', zone)).toBe('2026-10-25T03:30:00.000');
  expect(momentOf('2026-10-25T03:30:00', zone)).toBe('2026-10-25T00:30:00.000Z');
  expect(clockAt('2026-03-29T00:59:59Z', zone)).toBe('2026-03-29T02:59:59.000');
  expect(clockAt('2026-03-29T01:00:00Z', zone)).toBe('2026-03-29T04:00:00.000');
  expect(momentOf('2026-03-29T03:30:00', zone)).toBe('2026-03-29T01:30:00.000Z');
  expect(momentOf('2026-11-26T09:15:30.125', 'Asia/Kolkata')).toBe('2026-11-26T03:45:30.125Z');
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7_777_777) {
    const instant = new Date(at).toISOString();
    for (const each of [zone, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'])
      expect(clockAt(momentOf(clockAt(instant, each), each), each)).toBe(clockAt(instant, each));
  }
});

test('a day is one that the calendar has', () => {
  expect(['2026-11-26', '2024-02-29', '0001-01-01'].every(isDay)).toBe(true);
  expect(['2026-02-29', '2026-11', '2026-11-26T00', '+10000-01-01', '', 'today'].some(isDay)).toBe(false);
});
