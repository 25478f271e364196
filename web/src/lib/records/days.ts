/** A list told by days: how many records each has, and the first of them. */
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { Days, RecordRow } from '../api/types.ts';

export interface DaysQuestion {
  by: string;
  from: string;
  to: string;
  /** Records shown of each day. */
  each: number;
  filter?: string;
  sort?: string;
  q?: string;
}

export const daysKey = (plural: string) => ['records', plural, 'days'];

export function daysQuery(plural: string, question: DaysQuestion) {
  return queryOptions({
    queryKey: [...daysKey(plural), question],
    queryFn: ({ signal }) => get<Days>(`/${plural}/days`, { ...question }, signal),
    staleTime: 15_000,
    retry: false,
  });
}

/** Changes a record wherever a calendar of the cache shows it; null takes it out. */
export function changeInDays(
  client: QueryClient,
  plural: string,
  id: string,
  change: (row: RecordRow) => RecordRow | null,
) {
  client.setQueriesData<Days>({ queryKey: daysKey(plural) }, days =>
    days?.data.some(day => day.records.some(row => row.id === id))
      ? {
          ...days,
          data: days.data.map(day => {
            const records = day.records.flatMap(row => (row.id === id ? (change(row) ?? []) : [row]));
            return { ...day, records, count: day.count - (day.records.length - records.length) };
          }),
        }
      : days,
  );
}
