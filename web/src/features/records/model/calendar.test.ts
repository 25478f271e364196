import { describe, expect, it } from 'vitest';
import type { DayTotal, FieldDefinition, ObjectDefinition, RecordRow } from '@/lib/api/types.ts';
import {
  addDays,
  addMonths,
  dayByKey,
  entries_of,
  fitting,
  linesOf,
  movedTo,
  ruleBetween,
  ruleOf,
  ruleWithout,
  weekOf,
  weeksOf,
  weekStart,
} from './calendar.ts';
import { fieldsFor, shownAs, usualField } from './kinds.ts';
import { readListSearch } from './search.ts';

const field = (type: FieldDefinition['type'], more: Partial<FieldDefinition> = {}) =>
  ({ name: 'due', type, is_writable: true, is_filterable: true, ...more }) as FieldDefinition;

describe('the weeks of a month', () => {
  it('are all that have a day of it, beginning as the language has it', () => {
    const monday = weeksOf('2026-11-26', 1);
    expect(monday.length).toBe(6);
    expect([monday[0]![0], monday[5]![6]]).toEqual(['2026-10-26', '2026-12-06']);
    const sunday = weeksOf('2026-11-26', 7);
    expect(sunday.length).toBe(5);
    expect([sunday[0]![0], sunday[4]![6]]).toEqual(['2026-11-01', '2026-12-05']);
    // A February of four weeks, and whole weeks over the turn of the clocks and of the year.
    expect(weeksOf('2027-02-14', 1).length).toBe(4);
    expect(weekOf('2026-03-29', 1)).toEqual([
      ...['2026-03-23', '2026-03-24', '2026-03-25', '2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29'],
    ]);
    expect(weekOf('2027-01-01', 1)[0]).toBe('2026-12-28');
  });

  it('have every day of ten years once, in its place', () => {
    for (let month = '2020-01-15'; month < '2030-01-01'; month = addMonths(month, 1)) {
      for (const start of [1, 6, 7]) {
        const days = weeksOf(month, start).flat();
        const own = days.filter(day => day.startsWith(month.slice(0, 7)));
        expect(days.length % 7).toBe(0);
        expect(new Set(days).size).toBe(days.length);
        expect(own[0]).toBe(`${month.slice(0, 7)}-01`);
        expect(own.at(-1)).toBe(addDays(`${addMonths(month, 1).slice(0, 7)}-01`, -1));
        expect(new Date(`${days[0]}T00:00:00Z`).getUTCDay()).toBe(start % 7);
      }
    }
  });

  it('end where days can no longer be written', () => {
    const last = weeksOf('9999-12-15', 1);
    expect(last.length).toBe(5);
    expect(last[0]![0]).toBe('9999-11-29');
    expect(last.at(-1)).toEqual(['27', '28', '29', '30', '31'].map(day => `9999-12-${day}`));
    expect(weekOf('9999-12-31', 7)).toEqual(
      ['26', '27', '28', '29', '30', '31'].map(day => `9999-12-${day}`),
    );
    expect(dayByKey('End', '9999-12-30', 1, false)).toBe('9999-12-31');
    expect(dayByKey('ArrowDown', '9999-12-30', 1, false)).toBe('9999-12-30');
  });

  it('begin on Monday but where a region of English says otherwise', () => {
    for (const language of ['lt', 'nb', 'ru', 'et']) expect(weekStart(language, ['en-US'])).toBe(1);
    expect(weekStart('en')).toBe(1);
    expect(weekStart('en', ['lt', 'en'])).toBe(1);
    expect(weekStart('en', ['lt-LT', 'en-GB', 'en-US'])).toBe(1);
    expect(weekStart('en', ['en-US'])).toBe(7);
  });
});

describe('days', () => {
  it('go on by months as long as these are, and no further than can be written', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(addMonths('9999-12-31', 1)).toBe('9999-12-31');
  });

  it('are gone through by keys', () => {
    const to = (key: string, isWeek = false) => dayByKey(key, '2026-11-26', 1, isWeek);
    expect([to('ArrowLeft'), to('ArrowRight')]).toEqual(['2026-11-25', '2026-11-27']);
    expect([to('ArrowUp'), to('ArrowDown')]).toEqual(['2026-11-19', '2026-12-03']);
    expect([to('Home'), to('End')]).toEqual(['2026-11-23', '2026-11-29']);
    expect([to('PageUp'), to('PageDown')]).toEqual(['2026-10-26', '2026-12-26']);
    expect([to('PageUp', true), to('PageDown', true)]).toEqual(['2026-11-19', '2026-12-03']);
    expect(to('x')).toBeUndefined();
  });

  it('are told to the server in its own language', () => {
    expect(ruleOf(field('date'), '2026-11-26')).toBe('due = "2026-11-26"');
    expect(ruleBetween(field('date'), '2026-11-23', '2026-11-29')).toBe(
      'due between "2026-11-23" and "2026-11-29"',
    );
    expect(ruleWithout(field('instant'))).toBe('due is absent');
  });
});

describe('a value that is moved to another day', () => {
  const moved = (value: string, day: string, zone = 'Europe/Vilnius') =>
    movedTo(field('instant'), value, day, zone);

  it('is that day, where it is a date', () => {
    expect(movedTo(field('date'), '2026-11-26', '2026-12-01', 'Europe/Vilnius')).toBe('2026-12-01');
  });

  it('keeps its time of day by the clocks of the workspace', () => {
    expect(moved('2026-11-26T07:30:00.000Z', '2026-12-01')).toBe('2026-12-01T07:30:00.000Z');
    // 09:30 in winter and in summer.
    expect(moved('2026-11-26T07:30:00.000Z', '2026-07-01')).toBe('2026-07-01T06:30:00.000Z');
    // Late in the evening there it is the next day here.
    expect(moved('2026-11-27T02:30:00.000Z', '2026-11-30', 'America/New_York')).toBe(
      '2026-12-01T02:30:00.000Z',
    );
    // A time that the clocks leap over comes as late after the leap, one that they show twice comes first.
    expect(moved('2026-03-28T01:30:00.000Z', '2026-03-29')).toBe('2026-03-29T01:30:00.000Z');
    expect(moved('2026-10-24T00:30:00.000Z', '2026-10-25')).toBe('2026-10-25T00:30:00.000Z');
  });
});

describe('a day with more than there is room for', () => {
  const day = (shown: number, count: number): DayTotal => ({
    day: '2026-11-26',
    count,
    records: Array.from({ length: shown }, (_, at) => ({ id: String(at) }) as RecordRow),
  });
  it('leaves a line to say how many more there are', () => {
    expect(fitting(undefined, 3)).toEqual({ records: [], rest: 0 });
    expect(fitting(day(3, 3), 3).rest).toBe(0);
    expect(fitting(day(3, 3), 3).records.length).toBe(3);
    expect(fitting(day(8, 40), 3).records.length).toBe(2);
    expect(fitting(day(8, 40), 3).rest).toBe(38);
    // The server gave fewer than there is room for.
    expect(fitting(day(8, 9), 20).rest).toBe(1);
  });
});

describe('how many entries a day of a month has room for', () => {
  it('goes by the height of the screen, within what is asked for', () => {
    expect(linesOf(0, 6)).toBe(3);
    expect(linesOf(604, 5)).toBe(3);
    expect(linesOf(900, 5)).toBe(5);
    expect(linesOf(4000, 4)).toBe(entries_of.month);
  });
});

describe('how a list is shown', () => {
  const object = {
    fields: [
      field('text', { name: 'name' }),
      field('choice', { name: 'phase' }),
      field('instant', { name: 'created_at', is_writable: false }),
      field('date'),
      field('date', { name: 'secret', is_filterable: false }),
    ],
  } as ObjectDefinition;
  it('goes by a field that fits, one that may be changed before all', () => {
    expect(fieldsFor(object, 'calendar').map(({ name }) => name)).toEqual(['created_at', 'due']);
    expect(usualField(object, 'calendar')?.name).toBe('due');
    expect(usualField(object, 'board')?.name).toBe('phase');
  });
  it('forgets in the address what another kind goes by', () => {
    const search = readListSearch({ as: 'board', by: 'phase', sum: 'worth', q: 'x' });
    expect({ ...search, ...shownAs(object, search, 'calendar') }).toMatchObject({
      ...{ as: 'calendar', by: 'due', sum: undefined, q: 'x' },
    });
    const calendar = readListSearch({ as: 'calendar', by: 'created_at', at: '2026-11-26', span: 'week' });
    expect(calendar).toMatchObject({ as: 'calendar', at: '2026-11-26', span: 'week' });
    expect(shownAs(object, calendar, 'calendar').by).toBe('created_at');
    expect(shownAs(object, calendar, undefined)).toMatchObject({
      as: undefined,
      by: undefined,
      at: undefined,
    });
    expect(readListSearch({ as: 'map', at: '2026-02-30', span: 'year' })).toEqual(readListSearch({}));
  });
});
