import { expect, test } from 'vitest';
import type { ImportPreview } from '@/lib/api/types.ts';
import { choicesOf, targetOf, withTarget } from './plan.ts';

const preview = {
  plan: {
    kind: 'people',
    columns: ['a', 'b', 'c'],
    map: [{ target: 'email', column: 'a', number: 1 }],
    format: { encoding: 'UTF-8', delimiter: ',', has_header: true },
    currency: null,
    time_zone: 'UTC',
    decimal_mark: '.',
    date_order: 'dmy',
    source: 'Files',
  },
  targets: [
    { name: 'email', label: {}, is_repeatable: true },
    { name: 'city', label: {}, is_repeatable: false },
  ],
  columns: [],
  rows: [],
  problem: null,
} as unknown as ImportPreview;

test('a target of one column leaves the column that had it', () => {
  const first = withTarget(preview, 2, 'city');
  expect(targetOf(first, 2)).toBe('city');
  const second = withTarget({ ...preview, plan: first }, 3, 'city');
  expect(targetOf(second, 2)).toBe('');
  expect(targetOf(second, 3)).toBe('city');
});

test('several columns may be e-mails, and a column can be left out again', () => {
  const both = withTarget(preview, 2, 'email');
  expect(both.map.map(({ number }) => number)).toEqual([1, 2]);
  expect(withTarget({ ...preview, plan: both }, 1, '').map).toHaveLength(1);
});

test('choices name columns by their number', () => {
  expect(choicesOf(preview.plan).plan?.map).toEqual([{ target: 'email', column: '#1' }]);
});
