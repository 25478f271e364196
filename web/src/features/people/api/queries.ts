import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get } from '@/lib/api/client.ts';
import type {
  Consents,
  Duplicate,
  Instant,
  Identity,
  KnownValue,
  Page,
  Products,
  Purpose,
  Summary,
  TimelineEvent,
} from '@/lib/api/types.ts';

export interface TimelineQuestion {
  source?: string;
  type?: string;
  /** Days of the workspace, both included: `2026-11-22`. */
  from?: string;
  to?: string;
}
const events_a_page = 50;

export const timelineQuery = (
  person: string,
  question: Omit<TimelineQuestion, 'from' | 'to'> & { from?: Instant; to?: Instant } = {},
  limit = events_a_page,
) =>
  infiniteQueryOptions({
    queryKey: ['person', person, 'timeline', question, limit],
    queryFn: ({ pageParam, signal }) =>
      get<Page<TimelineEvent>>(`/people/${person}/timeline`, { ...question, limit, page: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
    staleTime: 10_000,
  });

export const identityQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'identity'],
    queryFn: ({ signal }) => get<Identity>(`/people/${person}/identity`, {}, signal),
  });

export const valuesQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'values'],
    queryFn: ({ signal }) => get<{ data: KnownValue[] }>(`/people/${person}/values`, {}, signal),
  });

export const consentsQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'consents'],
    queryFn: ({ signal }) => get<Consents>(`/people/${person}/consents`, {}, signal),
  });

export const summaryQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'summary'],
    queryFn: ({ signal }) => get<Summary>(`/people/${person}/summary`, {}, signal),
  });

export const productsQuery = (person: string) =>
  queryOptions({
    queryKey: ['person', person, 'products'],
    queryFn: ({ signal }) => get<Products>(`/people/${person}/products`, {}, signal),
  });

export const purposesQuery = queryOptions({
  queryKey: ['purposes'],
  queryFn: ({ signal }) => get<Page<Purpose>>('/purposes', {}, signal),
  staleTime: Infinity,
});

/** Pairs of people who may be one. Whatever is settled, here or elsewhere, leaves the list. */
export const duplicatesQuery = infiniteQueryOptions({
  queryKey: ['person', 'duplicates'],
  queryFn: ({ pageParam, signal }) =>
    get<Page<Duplicate>>('/duplicates', { limit: 50, page: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: last => last.next ?? null,
});
