import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { Groups, RecordRow } from '../api/types.ts';
import { groupsQuery, moveInCache } from './board.ts';
import { listQuery } from './queries.ts';

const row = (id: string) => ({ id, object: 'deal', version: 1, phase: 'new' }) as unknown as RecordRow;
const asked = { by: 'phase' };

function boardOf(columns: Record<string, string[][]>, sort?: string) {
  const client = new QueryClient();
  const place = (value: string) => ({ value, question: { filter: `phase = "${value}"`, sort, limit: 2 } });
  for (const [value, pages] of Object.entries(columns))
    client.setQueryData(listQuery('deals', place(value).question).queryKey, {
      pages: pages.map(ids => ({ data: ids.map(row), next: null })),
      pageParams: pages.map((_, at) => (at ? String(at) : null)),
    });
  const data = Object.entries(columns).map(([value, pages]) => ({
    value,
    count: pages.flat().length,
    sums: [],
  }));
  client.setQueryData<Groups>(groupsQuery('deals', asked).queryKey, {
    data,
    total: { count: 0, is_exact: true },
  });
  const idsOf = (value: string) =>
    client
      .getQueryData(listQuery('deals', place(value).question).queryKey)!
      .pages.map(page => page.data.map(({ id }) => id));
  const counts = (): Record<string, number> =>
    Object.fromEntries(
      client
        .getQueryData(groupsQuery('deals', asked).queryKey)!
        .data.map(group => [String(group.value), group.count]),
    );
  return { client, place, idsOf, counts };
}

describe('a card that is moved', () => {
  it('stands where it belongs among the newest first, over pages, and is counted there', () => {
    const { client, place, idsOf, counts } = boardOf({
      new: [['5', '3']],
      won: [
        ['6', '4'],
        ['2', '1'],
      ],
    });
    moveInCache(client, 'deals', asked, row('3'), place('new'), place('won'));
    expect(idsOf('new')).toEqual([['5']]);
    expect(idsOf('won')).toEqual([
      ['6', '4'],
      ['3', '2', '1'],
    ]);
    expect(counts()).toEqual({ new: 1, won: 5 });
    moveInCache(client, 'deals', asked, row('3'), place('won'), place('new'));
    expect(idsOf('new')).toEqual([['5', '3']]);
    expect(counts()).toEqual({ new: 2, won: 4 });
  });

  it('is seen at once where the order is another, and in a column that had nothing', () => {
    const { client, place, idsOf, counts } = boardOf({ new: [['5', '3']], won: [['9']], lost: [[]] }, 'name');
    moveInCache(client, 'deals', asked, row('3'), place('new'), place('won'));
    expect(idsOf('won')).toEqual([['3', '9']]);
    moveInCache(client, 'deals', asked, row('5'), place('new'), place('lost'));
    expect(idsOf('lost')).toEqual([['5']]);
    expect(counts()).toEqual({ new: 0, won: 2, lost: 1 });
  });
});
