import { expect, test } from 'vitest';
import type { ImportPreview } from '@/lib/api/types.ts';
import { choicesOf, keysOf, referenceOf, targetOf, withReference, withTarget } from './plan.ts';

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
    key: null,
    existing: 'fill',
  },
  targets: [
    { name: 'email', label: {}, is_repeatable: true, is_key: false, references: [] },
    { name: 'city', label: {}, is_repeatable: false, is_key: true, references: [] },
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
  expect(choicesOf(preview.plan).plan?.map).toEqual([{ target: 'email', column: '#1', by: undefined }]);
});

test('records are found only by a column that is taken in', () => {
  expect(keysOf(preview)).toEqual([]);
  const plan = { ...withTarget(preview, 2, 'city'), key: 'city' };
  expect(keysOf({ ...preview, plan }).map(({ name }) => name)).toEqual(['city']);
  expect(withTarget({ ...preview, plan }, 2, '').key).toBeNull();
  expect(withTarget({ ...preview, plan }, 3, 'email').key).toBe('city');
});

test('what a column says of another record belongs to the column', () => {
  const plan = withReference(preview.plan, 1, 'domain');
  expect(referenceOf(plan, 1)).toBe('domain');
  expect(referenceOf(withReference(plan, 1, ''), 1)).toBe('');
  expect(referenceOf(plan, 2)).toBe('');
});
