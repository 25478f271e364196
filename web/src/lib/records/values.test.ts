import { expect, test } from 'vitest';
import type { ChoiceDefinition, FieldDefinition, FieldType, FieldValue } from '../api/types.ts';
import { formatters } from '../format.ts';
import { isFile, types } from './types.ts';
import { fieldProblem, sameValue, textOf, valueOf, written } from './values.ts';

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

const of = (type: FieldType, more: Partial<FieldDefinition>) => ({ ...field(type), ...more });

test('an exact number keeps its digits, however it is typed', () => {
  const share = of('decimal', { scale: 3 });
  expect(valueOf(share, '12,5')).toBe('12.500');
  expect(valueOf(share, ' 1 234.5 ')).toBe('1234.500');
  expect(valueOf(of('decimal', { scale: 0 }), '7')).toBe('7');
  expect(fieldProblem(share, '0,1234')).toBe('too_fine');
  expect(fieldProblem(share, 'x')).toBe('not_a_number');
  expect(fieldProblem(share, '1234567890123')).toBe('out_of_range');
  expect(fieldProblem(share, '123456789012')).toBeNull();
});

test('an amount is edited as text and comes back as such', () => {
  const amount = field('money');
  expect(textOf(amount, { minor: 4990, currency: 'EUR' })).toBe('49.90 EUR');
  expect(textOf(amount, { minor: -5, currency: 'JPY' })).toBe('-5 JPY');
  expect(valueOf(amount, '49,90 EUR')).toBe('49.90 EUR');
  expect(valueOf(amount, '1 200 EUR')).toBe('1200 EUR');
  expect(fieldProblem(amount, '49.901 EUR')).toBe('too_fine');
  expect(fieldProblem(amount, '1.5 JPY')).toBe('too_fine');
  expect(fieldProblem(amount, '49.90')).toBe('not_a_currency');
});

test('several choices are a list, and none of them no value', () => {
  const several = field('multi_choice');
  expect(textOf(several, ['a', 'b'])).toBe('a\nb');
  expect(valueOf(several, 'a\nb')).toEqual(['a', 'b']);
  expect(valueOf(several, '')).toBeNull();
});

test('every type says how it is read, in the language of whoever reads', () => {
  const speaker = {
    format: formatters({ language: 'lt', timeZone: 'Europe/Vilnius' }),
    label: (label?: Record<string, string>, otherwise = '') => label?.lt ?? otherwise,
    yes: 'taip',
    no: 'ne',
  };
  const said = (field: FieldDefinition, value: NonNullable<FieldValue>) =>
    types[field.type].said(value, field, speaker).replaceAll(/\s/g, ' ');
  expect(said(of('decimal', { scale: 3 }), '1234.500')).toBe('1 234,500');
  expect(said(field('money'), { minor: 4990, currency: 'EUR' })).toBe('49,90 €');
  expect(said(field('money'), '49.90 EUR')).toBe('49,90 €');
  expect(said(field('time'), '09:30')).toBe('09:30');
  expect(said(field('country'), 'NO')).toBe('Norvegija');
  expect(said(field('language'), 'et')).toBe('estų');
  const choices: ChoiceDefinition[] = [
    { value: 'a', label: { lt: 'Pirmas' } },
    { value: 'b', label: {} },
  ];
  expect(said(of('multi_choice', { choices }), ['a', 'b'])).toBe('Pirmas, b');
  expect(said(field('json'), { id: '7', name: 'Ona' })).toBe('{"id":"7","name":"Ona"}');
  // History keeps what a field held before its type was changed.
  for (const type of Object.keys(types) as FieldType[])
    for (const value of ['large', 12, true, ['a', 'b'], { minor: 4990, currency: 'EUR' }, { a: 1 }, [{}]])
      expect(said(field(type), value as FieldValue & {}), `${type} ${JSON.stringify(value)}`).not.toMatch(
        /NaN|\[object|Invalid/,
      );
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
  const relation = field('relation');
  expect(written(relation, { id: '7', name: 'UAB Beržas' })).toBe('7');
  expect(sameValue(relation, { id: '7', name: 'old' }, { id: '7', name: 'new' })).toBe(true);
  expect(sameValue(relation, null, undefined)).toBe(true);
  expect(sameValue(relation, '', null)).toBe(true);
});

test('a file is told by its name and written by its id', () => {
  const file = { id: '7', name: 'lease.pdf', media_type: 'application/pdf', bytes: 5 };
  expect(isFile(file)).toBe(true);
  expect(isFile({ id: '7', name: 'UAB Beržas' })).toBe(false);
  expect(textOf(field('file'), file)).toBe('lease.pdf');
  expect(written(field('file'), file)).toBe('7');
  expect(sameValue(field('file'), file, { ...file, name: 'old.pdf' })).toBe(true);
});

test('JSON is edited indented and written whole, whatever it looks like', () => {
  const json = field('json');
  expect(textOf(json, { id: '7', name: 'Ona' })).toBe('{\n  "id": "7",\n  "name": "Ona"\n}');
  const value = valueOf(json, ' {"id": "7", "name": "Ona"} ');
  expect(written(json, value)).toEqual({ id: '7', name: 'Ona' });
  expect(sameValue(json, value, { id: '7', name: 'Jonas' })).toBe(false);
  // As the server answers it, so that nothing changes places once the answer is here.
  expect(JSON.stringify(valueOf(json, '{"b": [{"d": 1, "c": 2}], "a": 30.0}'))).toBe(
    '{"a":30,"b":[{"c":2,"d":1}]}',
  );
  expect(textOf(json, false)).toBe('false');
  expect(textOf(json, 0)).toBe('0');
  expect(valueOf(json, 'false')).toBe(false);
  expect(valueOf(json, 'null')).toBeNull();
  expect(written(json, valueOf(json, '""'))).toBeNull();
  expect(fieldProblem(json, '{"a": 1,}')).toBe('not_json');
  expect(fieldProblem(json, '{"a": 1}')).toBeNull();
  expect(fieldProblem(field('json', true), ' ')).toBe('required');
});
