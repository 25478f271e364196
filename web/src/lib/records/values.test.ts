import { expect, test } from 'vitest';
import type { FieldDefinition, FieldType } from '../api/types.ts';
import { fieldProblem, sameValue, valueOf, written } from './values.ts';

const field = (type: FieldType, is_required = false): FieldDefinition => ({
  name: 'f',
  type,
  label: { en: 'F' },
  is_required,
  is_sortable: true,
  is_filterable: true,
  is_writable: true,
  is_custom: false,
});

test('what does not fit its type is named by its code', () => {
  expect(fieldProblem(field('email'), 'ona')).toBe('not_an_email');
  expect(fieldProblem(field('email'), 'ona@example.com')).toBeNull();
  expect(fieldProblem(field('partial_date'), '1984-13')).toBe('not_a_date');
  expect(fieldProblem(field('partial_date'), '1984-05')).toBeNull();
  expect(fieldProblem(field('date'), '1984-05')).toBe('not_a_date');
  expect(fieldProblem(field('number'), 'x')).toBe('wrong_type');
  expect(fieldProblem(field('text', true), '  ')).toBe('required');
  expect(fieldProblem(field('email'), '')).toBeNull();
});

test('an empty text is an absent value', () => {
  expect(valueOf(field('text'), '  ')).toBeNull();
  expect(valueOf(field('number'), ' 3.5 ')).toBe(3.5);
  expect(valueOf(field('boolean'), 'true')).toBe(true);
});

test('of a relation only the id is written, and only the id is compared', () => {
  expect(written({ id: '7', name: 'UAB Beržas' })).toBe('7');
  expect(sameValue({ id: '7', name: 'old' }, { id: '7', name: 'new' })).toBe(true);
  expect(sameValue(null, undefined)).toBe(true);
  expect(sameValue('', null)).toBe(true);
});
