import { expect, test } from 'vitest';
import { parseFilter, printFilter, type Clause } from './filter.ts';

test('chips become the text of the rule language', () => {
  expect(
    printFilter([
      { field: 'country', operator: '=', value: 'LT' },
      { field: 'last_seen_at', operator: '>=', value: '2026-01-01' },
      { field: 'email', operator: 'is present' },
      { field: 'is_known', operator: '=', value: false },
    ]),
  ).toBe('country = "LT" and last_seen_at >= "2026-01-01" and email is present and is_known = false');
});

test('a quotation mark inside a value does not end it', () => {
  const clauses: Clause[] = [{ field: 'name', operator: '=', value: 'UAB "Beržas" \\ and sons' }];
  expect(parseFilter(printFilter(clauses))).toEqual(clauses);
});

test('an empty text is no clause', () => {
  expect(parseFilter('  ')).toEqual([]);
});

test('what chips cannot show is left as text', () => {
  for (const text of [
    'a = "1" or b = "2"',
    'not (a = "1")',
    'did "Order Completed"',
    'a =',
    'a = "1" and',
    'a = "1" b = "2"',
  ]) {
    expect(parseFilter(text), text).toBeNull();
  }
});

test('any conjunction reads back as it was printed', () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const values = ['', 'a and b', '"', '\\', 'Šiauliai', '5', 0, -3.5, 12, true, false];
  const operators = ['=', '!=', '<', '<=', '>', '>=', 'is absent', 'is present'] as const;
  for (let round = 0; round < 500; round++) {
    const clauses = Array.from({ length: random(5) }, (): Clause => {
      const operator = operators[random(operators.length)]!;
      const field = ['name', 'last_seen_at', 'is_known', 'f2'][random(4)]!;
      return operator.startsWith('is')
        ? { field, operator }
        : { field, operator, value: values[random(values.length)]! };
    });
    expect(parseFilter(printFilter(clauses))).toEqual(clauses);
  }
});
