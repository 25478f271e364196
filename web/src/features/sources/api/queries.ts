import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get } from '@/lib/api/client.ts';
import type { DeadLetter, DebugEntry, Page, Source, TrackingPlan, WriteKey } from '@/lib/api/types.ts';

const sources_max = 200;
const letters_a_page = 50;
export const debug_entries_max = 200;

export const sourcesQuery = queryOptions({
  queryKey: ['sources', 'list'],
  queryFn: ({ signal }) => get<Page<Source>>('/sources', { limit: sources_max }, signal),
  select: page => page.data,
});

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'one', id],
    queryFn: ({ signal }) => get<Source>(`/sources/${id}`, {}, signal),
  });

export const keysQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'keys', id],
    queryFn: ({ signal }) => get<Page<WriteKey>>(`/sources/${id}/keys`, {}, signal),
    select: page => page.data,
  });

export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'plan', id],
    queryFn: ({ signal }) => get<TrackingPlan>(`/sources/${id}/plan`, {}, signal),
  });

export const debugQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', 'debug', id],
    queryFn: ({ signal }) =>
      get<{ data: DebugEntry[] }>(`/sources/${id}/debug`, { limit: debug_entries_max }, signal),
    staleTime: 0,
    gcTime: 0,
  });

export interface LetterQuestion {
  source?: string;
  reason?: string;
}
export const deadLettersQuery = (question: LetterQuestion) =>
  infiniteQueryOptions({
    queryKey: ['dead-letters', question],
    queryFn: ({ pageParam, signal }) =>
      get<Page<DeadLetter>>('/dead-letters', { ...question, limit: letters_a_page, page: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
  });
