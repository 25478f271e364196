import { queryOptions } from '@tanstack/react-query';
import { get } from './api/client.ts';
import type { Page, Ref, Team } from './api/types.ts';

/** To choose from. */
export const teamNamesQuery = queryOptions({
  queryKey: ['teams', 'names'],
  queryFn: ({ signal }) => get<{ data: Ref[] }>('/teams/names', {}, signal),
  select: answer => answer.data,
  staleTime: 60_000,
});

/** As their tree reads: each before those below it. */
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => get<Page<Team>>('/teams', {}, signal),
  select: page => page.data,
});
