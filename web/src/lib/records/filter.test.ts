import { expect, test } from 'vitest';
import type { Part, Rule } from '../api/types.ts';
import { groupOf, partsOf, ruleOf } from './filter.ts';

const part = (field: string): Part => ({ field, operator: 'is present' });

test('a rule is the group that it reads as', () => {
  expect(groupOf(null)).toEqual({ kind: 'all', rules: [] });
  expect(groupOf(part('a'))).toEqual({ kind: 'all', rules: [part('a')] });
  expect(groupOf({ any: [part('a'), part('b')] })).toEqual({ kind: 'any', rules: [part('a'), part('b')] });
  expect(groupOf({ not: part('a') })).toEqual({ kind: 'none', rules: [part('a')] });
  expect(groupOf({ not: { any: [part('a'), part('b')] } })).toEqual({
    kind: 'none',
    rules: [part('a'), part('b')],
  });
});

test('a group of one is that one, and of none nothing', () => {
  expect(ruleOf({ kind: 'any', rules: [] })).toBeNull();
  expect(ruleOf({ kind: 'any', rules: [part('a')] })).toEqual(part('a'));
  expect(ruleOf({ kind: 'none', rules: [part('a')] })).toEqual({ not: part('a') });
});

test('what a group became reads as the group again', () => {
  const nested: Rule = { all: [part('b'), { not: part('c') }] };
  for (const kind of ['all', 'any', 'none'] as const) {
    const group = { kind, rules: [part('a'), nested] };
    expect(groupOf(ruleOf(group))).toEqual(group);
    expect(partsOf(ruleOf(group)).map(({ field }) => field)).toEqual(['a', 'b', 'c']);
  }
});
