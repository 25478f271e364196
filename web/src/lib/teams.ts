import { queryOptions } from '@tanstack/react-query';
import { get } from './api/client.ts';
import type { Page, Team } from './api/types.ts';

/** As their tree reads: each before those below it. */
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => get<Page<Team>>('/teams', {}, signal),
  select: page => page.data,
});
