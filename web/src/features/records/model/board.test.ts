import { describe, expect, it } from 'vitest';
import type { FieldDefinition, GroupTotal } from '@/lib/api/types.ts';
import { columns_max, columnsOfBoard } from './board.ts';
import { within } from './kinds.ts';

const field = (type: FieldDefinition['type'], more: Partial<FieldDefinition> = {}) =>
  ({ name: 'phase', type, is_required: false, ...more }) as FieldDefinition;
const choices = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ value: `c${at}`, label: { en: `C${at}` } }));
const group = (value: GroupTotal['value'], count: number): GroupTotal => ({ value, count, sums: [] });

describe('the columns of a board', () => {
  it('are every choice in its order, then what else there is, and last what has no value', () => {
    const columns = columnsOfBoard(field('choice', { choices: choices(2) }), [
      group('c1', 3),
      group('old', 1),
      group(null, 2),
    ])!;
    expect(columns.map(column => [column.key, column.total?.count])).toEqual([
      ['c0', 0],
      ['c1', 3],
      ['old', 1],
      ['', 2],
    ]);
    expect(columns.map(column => column.rule)).toEqual([
      'phase = "c0"',
      'phase = "c1"',
      'phase = "old"',
      'phase is absent',
    ]);
  });

  it('have no totals before they are known, and none without a value where one is required', () => {
    const columns = columnsOfBoard(field('boolean', { is_required: true }), undefined)!;
    expect(columns.map(column => column.rule)).toEqual(['phase = true', 'phase = false']);
    expect(columns.every(column => column.total === undefined)).toBe(true);
  });

  it('are people by name, those without records too as long as they are few', () => {
    const users = [
      { id: 'u1', name: 'Ona' },
      { id: 'u2', name: 'Jonas' },
    ];
    const columns = columnsOfBoard(field('user'), [group({ id: 'u2', name: 'Jonas' }, 1)], users)!;
    expect(columns.map(column => [column.key, column.total?.count])).toEqual([
      ['u1', 0],
      ['u2', 1],
      ['', 0],
    ]);
    expect(columns[0]!.rule).toBe('phase = "u1"');
  });

  it('are those in use where the choices are many, and none where those are too many too', () => {
    const many = field('choice', { is_required: true, choices: choices(columns_max + 1) });
    expect(columnsOfBoard(many, [group('c7', 1)])!.map(column => column.key)).toEqual(['c7']);
    const used = choices(columns_max).map(choice => group(choice.value, 1));
    expect(columnsOfBoard(many, used)).toHaveLength(columns_max);
    expect(columnsOfBoard(many, [...used, group('more', 1)])).toBeNull();
  });

  it('are asked for within the filter of the list', () => {
    expect(within(undefined, 'a = 1')).toBe('a = 1');
    expect(within('a = 1 or b = 2', 'c is absent')).toBe('(a = 1 or b = 2) and c is absent');
  });

  it('quote what the rule language would read otherwise', () => {
    const columns = columnsOfBoard(field('choice'), [group('a"b\\c', 1)])!;
    expect(columns[0]!.rule).toBe(String.raw`phase = "a\"b\\c"`);
  });
});
