import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { get, send } from '../api/client.ts';
import type { BulkEdit, BulkSkipped, FieldValue } from '../api/types.ts';

const poll_ms = 300;

/** One's own bulk edits that are under way, also those that another page began; asked for again and again while there are some. */
export const bulkEditsQuery = queryOptions({
  queryKey: ['bulk-edits'],
  queryFn: ({ signal }) => get<{ data: BulkEdit[] }>('/bulk-edits', {}, signal),
  refetchInterval: query => (query.state.data?.data.length ? poll_ms : false),
  staleTime: Infinity,
});

export function bulkSkippedQuery(id: string) {
  return queryOptions({
    queryKey: ['bulk-edits', id, 'skipped'],
    queryFn: ({ signal }) => get<BulkSkipped>(`/bulk-edits/${id}/skipped`, { limit: 200 }, signal),
    staleTime: Infinity,
  });
}

/** Records that something is done to: some, or all that a list matches. */
export type Chosen = { ids: string[] } | { is_all: true; filter?: string; q?: string };

/** What fields become, and which choices those of several get and lose beside what each record has. */
export interface BulkChanges {
  values?: Record<string, FieldValue>;
  add?: Record<string, FieldValue>;
  remove?: Record<string, FieldValue>;
}

/** Begins what is done to many records of an object; how far it is, and that it is done, is shown beside whatever page is open. */
export function useBulkEdit(plural: string) {
  const client = useQueryClient();
  return async (
    action: Exclude<BulkEdit['action'], 'hand_over'>,
    chosen: Chosen,
    changes: BulkChanges = {},
  ): Promise<BulkEdit> => {
    const { data } = await send<BulkEdit>('POST', `/${plural}/bulk-${action}`, {
      body: { ...chosen, ...changes },
    });
    client.setQueryData(bulkEditsQuery.queryKey, old => ({ data: [...(old?.data ?? []), data] }));
    return data;
  };
}
