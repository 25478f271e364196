import { expect, test } from 'vitest';
import type { RevertPreview } from '@/lib/api/types.ts';
import { hasEffect, named_max, whole } from './preview.ts';

const empty: RevertPreview = {
  records: 0,
  go: 0,
  come_back: 0,
  fields: 0,
  events_retracted: 0,
  events_brought_back: 0,
  parted: 0,
  definitions: 0,
  blocked: null,
  stays: [],
  next: null,
};
const kept = (id: string, reason: string) => ({ object: 'company', id, name: id, field: '', reason });

test('nothing is whole of no page', () => expect(whole([])).toBeNull());

test('pages add up, reason by reason, and the most stands first', () => {
  const sum = whole([
    {
      ...empty,
      records: 3,
      go: 1,
      events_retracted: 7,
      stays: [{ reason: 'changed_since', count: 1, first: [kept('a', 'changed_since')] }],
      next: 'x',
    },
    {
      ...empty,
      records: 2,
      fields: 4,
      stays: [
        { reason: 'changed_since', count: 1, first: [kept('b', 'changed_since')] },
        { reason: 'referred_to', count: 9, first: Array.from({ length: 5 }, (_, i) => kept(`c${i}`, 'x')) },
      ],
    },
  ]);
  expect(sum).toMatchObject({ records: 5, go: 1, fields: 4, events_retracted: 7, next: null });
  expect(sum!.stays.map(each => [each.reason, each.count, each.first.length])).toEqual([
    ['referred_to', 9, named_max],
    ['changed_since', 2, 2],
  ]);
});

test('a preview that only keeps has no effect', () => {
  expect(hasEffect({ ...empty, stays: [{ reason: 'changed_since', count: 1, first: [] }] })).toBe(false);
  expect(hasEffect({ ...empty, parted: 1 })).toBe(true);
});
