import { expect, test } from 'vitest';
import { groupsOf, type Difference } from './set_up.ts';

const one = (what: Difference['what'], name: string): Difference => ({
  what,
  kind: 'field',
  object: 'boat',
  name,
  label: {},
  parts: [],
});

test('what differs stands by what would become of it, and what stays comes last', () => {
  const groups = groupsOf({
    changes: [one('changed', 'a'), one('added', 'b'), one('changed', 'c')],
    only_here: [one('kept', 'd')],
    change_set: null,
  });
  expect(groups.map(({ what, list }) => [what, ...list.map(({ name }) => name)])).toEqual([
    ['added', 'b'],
    ['changed', 'a', 'c'],
    ['kept', 'd'],
  ]);
});

test('a set-up that is the same has no groups', () => {
  expect(groupsOf({ changes: [], only_here: [], change_set: null })).toEqual([]);
});
