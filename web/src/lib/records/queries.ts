import { infiniteQueryOptions, queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { HistoryEntry, ObjectDefinition, Page, RecordRow, Ref } from '../api/types.ts';

export const objectsQuery = queryOptions({
  queryKey: ['objects'],
  queryFn: ({ signal }) => get<{ data: ObjectDefinition[] }>('/objects', {}, signal),
  select: answer => answer.data,
  staleTime: Infinity,
});

/** The definition of an object by its plural name. */
export function useObject(plural: string): ObjectDefinition {
  const found = useObjectIfAny(plural);
  if (!found) throw new Error(`The workspace has no object ${plural}.`);
  return found;
}
export function useObjectIfAny(plural: string): ObjectDefinition | undefined {
  return useSuspenseQuery(objectsQuery).data.find(object => object.plural === plural);
}

/** The objects that were made in this workspace. */
export function useCustomObjects(): ObjectDefinition[] {
  return useQuery(objectsQuery).data?.filter(object => object.is_custom) ?? [];
}

/** The name of an object's list, in addresses and in the API; empty while it is not known. */
export function usePluralOf(): (object: string | undefined) => string {
  const objects = useQuery(objectsQuery).data;
  return name => objects?.find(object => object.name === name)?.plural ?? '';
}

/** Those who may sign in, to choose from. */
export const usersQuery = queryOptions({
  queryKey: ['users', 'names'],
  queryFn: ({ signal }) => get<{ data: Ref[] }>('/users/names', {}, signal),
  select: answer => answer.data,
  staleTime: 60_000,
});

export interface ListQuestion {
  filter?: string;
  sort?: string;
  q?: string;
  /** Rows a page, where they are others than a list's. */
  limit?: number;
}
export const rows_a_page = 100;

/** A page of a list. How many rows there are is asked for apart: to count them may cost much more than the page. */
export function listPage(plural: string, question: ListQuestion, page: string | null, signal?: AbortSignal) {
  return get<Page<RecordRow>>(`/${plural}`, { limit: rows_a_page, ...question, page, total: 'none' }, signal);
}

export function listQuery(plural: string, question: ListQuestion) {
  return infiniteQueryOptions({
    queryKey: ['records', plural, 'list', question],
    queryFn: ({ pageParam, signal }) => listPage(plural, question, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
    staleTime: 15_000,
  });
}

/** How many rows a list has, of which the first page is given; undefined while that is not known. */
export function useListTotal(
  plural: string,
  { filter, q }: ListQuestion,
  first: Page<RecordRow> | undefined,
) {
  const { data } = useQuery({
    queryKey: ['records', plural, 'total', { filter, q }],
    queryFn: ({ signal }) => get<Page<RecordRow>>(`/${plural}`, { filter, q, total: 'only' }, signal),
    staleTime: 15_000,
    enabled: !!first?.next,
  });
  if (!first?.next) return first && { count: first.data.length, is_exact: true };
  return data?.total ?? undefined;
}

/** What was deleted, the newest first. */
export function trashQuery(plural: string) {
  return infiniteQueryOptions({
    queryKey: ['records', plural, 'trash'],
    queryFn: ({ pageParam: page, signal }) => {
      const total = page === null ? undefined : 'none';
      return get<Page<RecordRow>>(`/${plural}`, { limit: rows_a_page, deleted: 'only', page, total }, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
  });
}

export function recordQuery(plural: string, id: string) {
  return queryOptions({
    queryKey: ['records', plural, 'one', id],
    queryFn: ({ signal }) => get<RecordRow>(`/${plural}/${id}`, {}, signal),
    staleTime: 15_000,
  });
}

export function historyQuery(plural: string, id: string) {
  return queryOptions({
    queryKey: ['records', plural, 'history', id],
    queryFn: ({ signal }) => get<Page<HistoryEntry>>(`/${plural}/${id}/history`, { limit: 200 }, signal),
  });
}

/** A few records that match search words: for pickers and the palette. */
export function searchQuery(plural: string, q: string, limit = 8) {
  return queryOptions({
    queryKey: ['records', plural, 'search', q, limit],
    queryFn: ({ signal }) => get<Page<RecordRow>>(`/${plural}`, { q, limit }, signal),
    staleTime: 10_000,
  });
}
