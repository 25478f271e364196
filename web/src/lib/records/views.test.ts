import { expect, test } from 'vitest';
import { readColumns, writeColumns } from './views.ts';

test('columns read back from the address as they were written', () => {
  const columns = [{ field: 'name', width: 240 }, { field: 'email' }, { field: 'stage', width: 40 }];
  expect(readColumns(writeColumns(columns))).toEqual(columns);
  expect(writeColumns([])).toBeUndefined();
  expect(readColumns(undefined)).toEqual([]);
});

test('a width that no column may have is none', () => {
  expect(readColumns('name:39,email:1001,stage:x,city:40')).toEqual([
    { field: 'name' },
    { field: 'email' },
    { field: 'stage' },
    { field: 'city', width: 40 },
  ]);
});
