/** Records that move from day to day of a calendar. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { Days, FieldValue, ObjectDefinition, RecordRow } from '../api/types.ts';
import { daysKey, type DaysQuestion } from './days.ts';
import { useMoves } from './moves.ts';
import { refresh } from './refresh.ts';

/** A day as the moves see it, and the value that a record has there. */
export interface DayPlace {
  day: string;
  value: FieldValue;
}

const isSameList = (a: DaysQuestion, b: DaysQuestion) =>
  a.by === b.by && a.filter === b.filter && a.q === b.q && a.sort === b.sort;

/** In the order of the field; where the order is another at the top, until the days are read again. */
function withRow(days: Days, { sort, by }: DaysQuestion, day: string, row: RecordRow): Days {
  const known = days.data.find(each => each.day === day) ?? { day, count: 0, records: [] };
  if (known.records.some(({ id }) => id === row.id)) return days;
  const records = sort
    ? [row, ...known.records]
    : [...known.records, row].toSorted(
        (a, b) => String(a[by]).localeCompare(String(b[by])) || a.id.localeCompare(b.id),
      );
  const data = [
    ...days.data.filter(each => each.day !== day),
    { ...known, count: known.count + 1, records },
  ].toSorted((a, b) => a.day.localeCompare(b.day));
  return { ...days, data };
}

function withoutRow(days: Days, day: string, id: string): Days {
  return {
    ...days,
    data: days.data.map(each =>
      each.day === day && each.records.some(row => row.id === id)
        ? {
            ...each,
            count: each.count - 1,
            records: each.records.filter(row => row.id !== id),
          }
        : each,
    ),
  };
}

/** Shows the record on another day at once, and counts it there, in every month and week that is known. */
export function moveInDays(
  client: QueryClient,
  plural: string,
  asked: DaysQuestion,
  row: RecordRow,
  from: DayPlace,
  to: DayPlace,
) {
  // What is on its way was asked before the move. What has nothing to show yet goes on.
  void client.cancelQueries({
    queryKey: daysKey(plural),
    predicate: query => query.state.data !== undefined,
  });
  const moved = { ...row, [asked.by]: to.value };
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: daysKey(plural) })) {
    const question = queryKey[3] as DaysQuestion;
    if (!isSameList(question, asked)) continue;
    const isThere = (day: string) => question.from <= day && day <= question.to;
    client.setQueryData<Days>(queryKey, days => {
      if (!days) return days;
      const left = isThere(from.day) ? withoutRow(days, from.day, row.id) : days;
      return isThere(to.day) ? withRow(left, question, to.day, moved) : left;
    });
  }
}

/** Moves records from day to day. True once the record stands where it stays; of several moves on its way only the last one tells. */
export function useDayMoves(object: ObjectDefinition, asked: DaysQuestion) {
  const client = useQueryClient();
  const { plural } = object;
  const move = useMoves<DayPlace>(object, asked.by, (row, from, to) =>
    moveInDays(client, plural, asked, row, from, to),
  );
  return async (row: RecordRow, from: DayPlace, to: DayPlace, said: string) => {
    const isLast = await move(row, from, to, said);
    if (isLast) await refresh(client, daysKey(plural));
    return isLast;
  };
}
