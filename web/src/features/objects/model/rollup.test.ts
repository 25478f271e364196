import { expect, test } from 'vitest';
import type { ObjectDefinition, Rollup } from '@/lib/api/types.ts';
import { pointingTo, rollupType, takenBy, wholeRollup } from './rollup.ts';

const field = (name: string, type: string, rest = {}) => ({
  name,
  type,
  label: {},
  is_writable: true,
  ...rest,
});
const task = {
  name: 'task',
  fields: [
    field('name', 'text'),
    field('project', 'relation', { object: 'project' }),
    field('owner', 'relation', { object: 'person' }),
    field('hours', 'decimal'),
    field('due', 'date'),
    field('seen_at', 'instant', { is_writable: false }),
    field('created_at', 'instant', { is_writable: false }),
    field('cost', 'money', { is_writable: false, formula: 'hours * 10 EUR' }),
  ],
} as unknown as ObjectDefinition;
const rollup = (of: Partial<Rollup>): Rollup => ({
  object: 'task',
  relation: 'project',
  function: 'count',
  ...of,
});

test('only what points to the object is offered', () => {
  expect(pointingTo([task], 'project').map(({ relation }) => relation.name)).toEqual(['project']);
  expect(pointingTo([task], 'company')).toEqual([]);
});

test('each function takes the fields that suit it', () => {
  const names = (of: Partial<Rollup>) => takenBy(task, rollup(of)).map(({ name }) => name);
  expect(names({})).toEqual([]);
  expect(names({ function: 'sum' })).toEqual(['hours', 'cost']);
  expect(names({ function: 'greatest' })).toEqual(['hours', 'due', 'created_at', 'cost']);
});

test('it comes to the type of what it takes, or to a number', () => {
  expect(rollupType([task], rollup({}))).toBe('number');
  expect(rollupType([task], rollup({ function: 'sum', field: 'cost' }))).toBe('money');
  expect(rollupType([task], rollup({ function: 'sum' }))).toBeNull();
  expect(rollupType([task], rollup({ object: '' }))).toBeNull();
});

test('what its function does not take is not sent', () => {
  expect(wholeRollup(rollup({ field: 'cost', where: '' }))).toEqual(rollup({}));
  expect(wholeRollup(rollup({ function: 'sum', field: 'cost', where: 'due is present' }))).toEqual(
    rollup({ function: 'sum', field: 'cost', where: 'due is present' }),
  );
});
