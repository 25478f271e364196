/** A list in columns: what they come to, and records that move from one to another. */
import { queryOptions, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { FieldValue, Groups, ObjectDefinition, Page, RecordRow } from '../api/types.ts';
import { useMoves } from './moves.ts';
import { listQuery, type ListQuestion } from './queries.ts';
import { refresh } from './refresh.ts';

export interface GroupsQuestion {
  by: string;
  sum?: string;
  filter?: string;
  q?: string;
}

export function groupsQuery(plural: string, question: GroupsQuestion) {
  return queryOptions({
    queryKey: ['records', plural, 'groups', question],
    queryFn: ({ signal }) => get<Groups>(`/${plural}/groups`, { ...question }, signal),
    staleTime: 15_000,
    retry: false,
  });
}

/** A column as the moves see it: what it is asked by, and the value that its records have. */
export interface Place {
  value: FieldValue;
  question: ListQuestion;
}

type Pages = InfiniteData<Page<RecordRow>, string | null>;

/** Of a list in its usual order, newest first, where a record belongs; else at the top, until the list is read again. */
function withRow({ pages, ...rest }: Pages, row: RecordRow, sort: string | undefined): Pages {
  const at = sort
    ? { page: 0, index: 0 }
    : pages
        .map((page, index) => ({ page: index, index: page.data.findIndex(other => other.id < row.id) }))
        .find(place => place.index >= 0);
  const last = pages.length - 1;
  const place = at ?? { page: last, index: pages[last]?.data.length ?? 0 };
  return {
    ...rest,
    pages: pages.map((page, index) =>
      index === place.page ? { ...page, data: page.data.toSpliced(place.index, 0, row) } : page,
    ),
  };
}

function withoutRow({ pages, ...rest }: Pages, id: string): Pages {
  return { ...rest, pages: pages.map(page => ({ ...page, data: page.data.filter(row => row.id !== id) })) };
}

const same = (a: FieldValue, b: FieldValue) => {
  const id = (value: FieldValue) =>
    typeof value === 'object' && value !== null && 'id' in value ? value.id : (value ?? null);
  return id(a) === id(b);
};

function counted(groups: Groups, value: FieldValue, step: number): Groups {
  const isThere = groups.data.some(group => same(group.value, value));
  const data = isThere ? groups.data : [...groups.data, { value, count: 0, sums: [] }];
  return {
    ...groups,
    data: data.map(group =>
      same(group.value, value) ? { ...group, count: Math.max(0, group.count + step) } : group,
    ),
  };
}

/** Shows the record in another column at once, and counts it there. */
export function moveInCache(
  client: QueryClient,
  plural: string,
  groups: GroupsQuestion,
  row: RecordRow,
  from: Place,
  to: Place,
) {
  // What is on its way was asked before the move. What has nothing to show yet goes on.
  void client.cancelQueries({
    queryKey: ['records', plural],
    predicate: query =>
      query.state.data !== undefined && ['list', 'groups'].includes(String(query.queryKey[2])),
  });
  client.setQueryData<Pages>(
    listQuery(plural, from.question).queryKey,
    pages => pages && withoutRow(pages, row.id),
  );
  client.setQueryData<Pages>(
    listQuery(plural, to.question).queryKey,
    pages => pages && withRow(withoutRow(pages, row.id), row, to.question.sort),
  );
  client.setQueryData<Groups>(
    groupsQuery(plural, groups).queryKey,
    totals => totals && counted(counted(totals, from.value, -1), to.value, 1),
  );
}

/** Moves cards from column to column. */
export function useCardMoves(object: ObjectDefinition, fieldName: string, groups: GroupsQuestion) {
  const client = useQueryClient();
  const { plural } = object;
  const move = useMoves<Place>(object, fieldName, (row, from, to) =>
    moveInCache(client, plural, groups, row, from, to),
  );
  return async (row: RecordRow, from: Place, to: Place, said: string) => {
    if (!(await move(row, from, to, said))) return;
    await refresh(client, ['records', plural, 'groups']);
    if (to.question.sort) await client.invalidateQueries(listQuery(plural, to.question));
  };
}
