import { expect, it } from 'vitest';
import { byDay } from './days.ts';

it('keeps the order, and begins a day where the day changes', () => {
  const sets = ['2026-11-26T10:00:00Z', '2026-11-26T09:00:00Z', '2026-11-25T23:00:00Z'].map(created_at => ({
    created_at,
  }));
  const days = byDay(sets, at => at.slice(0, 10));
  expect(days.map(({ day, sets: of }) => [day, of.length])).toEqual([
    ['2026-11-26', 2],
    ['2026-11-25', 1],
  ]);
  expect(byDay([], at => at)).toEqual([]);
});
