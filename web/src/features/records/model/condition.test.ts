import { expect, test } from 'vitest';
import type { FieldDefinition, FieldType, Part } from '@/lib/api/types.ts';
import { conditionOf, operatorsOf, partOf, periods } from './condition.ts';

const field = (type: FieldType): FieldDefinition => ({
  name: 'f',
  type,
  label: { en: 'F' },
  is_required: false,
  is_sortable: true,
  is_filterable: true,
  is_writable: true,
  is_custom: false,
  choices: type === 'choice' || type === 'multi_choice' ? [{ value: 'a', label: {} }] : undefined,
});
const types: FieldType[] = [
  'text',
  'number',
  'boolean',
  'date',
  'instant',
  'choice',
  'relation',
  'partial_date',
  'decimal',
  'money',
  'multi_choice',
  'time',
  'country',
  'user',
  'json',
];

test('whatever the form says it shows again', () => {
  for (const type of types) {
    for (const operator of operatorsOf(field(type))) {
      const [text, end] = {
        number: ['5', '7.5'],
        decimal: ['5', '7.5'],
        money: ['5 EUR', '7.5 EUR'],
        boolean: ['true', ''],
        date: ['2026-01-01', '2026-02-01'],
        instant: ['2026-01-01', '2026-02-01'],
      }[type as string] ?? ['x', ''];
      const condition = {
        field: 'f',
        operator,
        text: operator === 'within' ? 'this_month' : operator === 'longer_ago' ? '30' : text!,
        end: operator === 'between' ? end! : '',
        chosen: [] as string[],
      };
      if (['present', 'absent', 'is_me', 'in_my_teams', 'in_my_reports'].includes(operator))
        condition.text = '';
      if (operator === 'one_of' || operator === 'none_of')
        Object.assign(condition, { text: '', chosen: ['a', 'b'] });
      expect(conditionOf(partOf(condition, field(type)), field(type)), `${type} ${operator}`).toEqual(
        condition,
      );
    }
  }
});

test('every stretch that is offered by name is found again', () => {
  for (const [name, value] of Object.entries(periods)) {
    const part: Part = { field: 'f', operator: '=', value };
    expect(conditionOf(part, field('instant'))?.text).toBe(name);
  }
  const part: Part = { field: 'f', operator: '=', value: { period: 'last', count: 30, unit: 'day' } };
  expect(conditionOf(part, field('instant'))?.text).toBe('last:30');
});

test('what the form cannot say it does not pretend to show', () => {
  const hidden: Part[] = [
    { field: 'f', operator: '=', value: { period: 'last', count: 3, unit: 'hour' } },
    { field: 'f', operator: '>', value: { period: 'this', unit: 'month' } },
    { field: 'f', operator: 'not between', from: 1, to: 2 },
    { field: 'f', operator: 'in', values: ['2026', { period: 'this', unit: 'month' }] },
  ];
  for (const part of hidden) expect(conditionOf(part, field('instant')), JSON.stringify(part)).toBeNull();
  expect(conditionOf({ field: 'f', operator: 'is absent' }, undefined)).toBeNull();
});
