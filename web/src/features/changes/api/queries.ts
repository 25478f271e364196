import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ApiProblem, get } from '@/lib/api/client.ts';
import type {
  ChangeSet,
  ChangedRecord,
  KeptRecord,
  OwnChangeSet,
  Page,
  Reverting,
  RevertPreview,
} from '@/lib/api/types.ts';

const sets_a_page = 30;
const records_a_page = 50;
const poll_ms = 1000;

export const changeSetQuery = (id: string) =>
  queryOptions({
    queryKey: ['changes', id, 'set'],
    queryFn: ({ signal }) => get<ChangeSet>(`/change-sets/${id}`, {}, signal),
  });

/** What the user changed, the newest first. */
export const ownChangesQuery = infiniteQueryOptions({
  queryKey: ['changes', 'own'],
  queryFn: ({ pageParam, signal }) =>
    get<Page<OwnChangeSet>>('/change-sets', { limit: sets_a_page, page: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: last => last.next ?? null,
  staleTime: 0,
});

export const changedRecordsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['changes', id, 'records'],
    queryFn: ({ pageParam, signal }) =>
      get<Page<ChangedRecord>>(
        `/change-sets/${id}/records`,
        { limit: records_a_page, page: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
  });

/** Page by page: together the pages are the whole. */
export const previewQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['changes', id, 'preview'],
    queryFn: ({ pageParam, signal }) =>
      get<RevertPreview>(`/change-sets/${id}/revert`, { page: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
    staleTime: 0,
  });

/** How far taking it back is, and what came of it; null where no report of it was kept. */
export const revertingQuery = (id: string) =>
  queryOptions({
    queryKey: ['changes', id, 'reverting'],
    queryFn: async ({ signal }) => {
      try {
        return await get<Reverting>(`/change-sets/${id}/reverting`, {}, signal);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
    refetchInterval: query => (query.state.data?.state === 'running' ? poll_ms : false),
  });

export const keptQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['changes', id, 'kept'],
    queryFn: ({ pageParam, signal }) =>
      get<Page<KeptRecord>>(
        `/change-sets/${id}/reverting/kept`,
        { limit: records_a_page, page: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
  });
