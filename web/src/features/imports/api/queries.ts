import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, send } from '@/lib/api/client.ts';
import type { Import, ImportChoices, ImportPreview, Page } from '@/lib/api/types.ts';

const imports_a_page = 50;

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    get<Page<Import>>('/imports', { limit: imports_a_page, page: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: last => last.next ?? null,
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => get<Import>(`/imports/${id}`, {}, signal),
    // Another server may be taking it in, whose events do not come here.
    refetchInterval: query => (query.state.data?.state === 'running' ? 2000 : false),
  });

export const previewQuery = (id: string, choices: ImportChoices) =>
  queryOptions({
    queryKey: ['imports', 'preview', id, choices],
    queryFn: async ({ signal }) =>
      (await send<ImportPreview>('POST', `/imports/${id}/preview`, { body: choices, signal })).data,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
