import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { Days, RecordRow } from '../api/types.ts';
import { moveInDays } from './day_moves.ts';
import { changeInDays, daysQuery, type DaysQuestion } from './days.ts';

const row = (id: string, due: string) => ({ id, object: 'deal', version: 1, due }) as unknown as RecordRow;
const asked: DaysQuestion = { by: 'due', from: '2026-11-01', to: '2026-11-30', each: 4 };

function calendarOf(question: DaysQuestion, days: Record<string, [count: number, ...ids: string[]]>) {
  const client = new QueryClient();
  const data: Days = {
    data: Object.entries(days).map(([day, [count, ...ids]]) => ({
      day,
      count,
      records: ids.map(id => row(id, day)),
    })),
    total: { count: 0, is_exact: true },
    absent: { count: 0, is_exact: true },
  };
  client.setQueryData(daysQuery('deals', question).queryKey, data);
  const told = (of = question) =>
    Object.fromEntries(
      client
        .getQueryData(daysQuery('deals', of).queryKey)!
        .data.map(({ day, count, records }) => [day, [count, ...records.map(({ id }) => id)]]),
    );
  const place = (day: string) => ({ day, value: day });
  return { client, told, place };
}

describe('a record that is moved to another day', () => {
  it('stands there at once and is counted there, and comes back where it is refused', () => {
    const { client, told, place } = calendarOf(asked, {
      '2026-11-26': [9, 'a', 'b'],
      '2026-11-27': [1, 'c'],
    });
    moveInDays(client, 'deals', asked, row('a', '2026-11-26'), place('2026-11-26'), place('2026-11-27'));
    expect(told()).toEqual({ '2026-11-26': [8, 'b'], '2026-11-27': [2, 'a', 'c'] });
    moveInDays(client, 'deals', asked, row('a', '2026-11-26'), place('2026-11-27'), place('2026-11-26'));
    expect(told()).toEqual({ '2026-11-26': [9, 'a', 'b'], '2026-11-27': [1, 'c'] });
  });

  it('stands by its time among those of the day, and on a day that had none', () => {
    const { client, told } = calendarOf(asked, { '2026-11-26': [1, 'a'] });
    const at = (clock: string, day = '2026-11-27') => ({ day, value: `${day}T${clock}:00.000Z` });
    moveInDays(client, 'deals', asked, row('b', ''), at('09:00', '2026-11-20'), at('09:00'));
    moveInDays(client, 'deals', asked, row('c', ''), at('08:00', '2026-11-20'), at('08:00'));
    moveInDays(client, 'deals', asked, row('d', ''), at('10:00', '2026-11-20'), at('10:00'));
    expect(told()).toEqual({ '2026-11-26': [1, 'a'], '2026-11-27': [3, 'c', 'b', 'd'] });
  });

  it('leaves one month and comes into another, of the same list alone', () => {
    const { client, told, place } = calendarOf(asked, { '2026-11-30': [1, 'a'] });
    const december = { ...asked, from: '2026-12-01', to: '2026-12-31' };
    const other = { ...december, filter: 'town = "Vilnius"' };
    const empty: Days = {
      data: [],
      total: { count: 0, is_exact: true },
      absent: { count: 0, is_exact: true },
    };
    for (const question of [december, other])
      client.setQueryData(daysQuery('deals', question).queryKey, empty);
    moveInDays(client, 'deals', asked, row('a', '2026-11-30'), place('2026-11-30'), place('2026-12-01'));
    expect(told()).toEqual({ '2026-11-30': [0] });
    expect(told(december)).toEqual({ '2026-12-01': [1, 'a'] });
    expect(told(other)).toEqual({});
  });

  it('is not counted twice where the server has been asked in the meantime', () => {
    const { client, told, place } = calendarOf(asked, { '2026-11-26': [1, 'a'], '2026-11-27': [1, 'c'] });
    // The move was refused, and what the server says now was read before it is taken back here.
    moveInDays(client, 'deals', asked, row('a', '2026-11-26'), place('2026-11-27'), place('2026-11-26'));
    expect(told()).toEqual({ '2026-11-26': [1, 'a'], '2026-11-27': [1, 'c'] });
  });
});

describe('a record that is changed elsewhere', () => {
  it('is changed on its day, and gone from it once it is deleted', () => {
    const { client, told } = calendarOf(asked, { '2026-11-26': [5, 'a', 'b'] });
    changeInDays(client, 'deals', 'a', old => ({ ...old, version: 2 }));
    const [day] = client.getQueryData(daysQuery('deals', asked).queryKey)!.data;
    expect(day!.records.map(({ version }) => version)).toEqual([2, 1]);
    changeInDays(client, 'deals', 'a', () => null);
    expect(told()).toEqual({ '2026-11-26': [4, 'b'] });
  });
});
