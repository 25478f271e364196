/** What a calendar shows: the days that its address means, and the records on them. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { throttled, useLive } from '@/lib/live.ts';
import { daysKey, daysQuery, type DaysQuestion } from '@/lib/records/days.ts';
import { listQuery } from '@/lib/records/queries.ts';
import { refresh } from '@/lib/records/refresh.ts';
import { readColumns } from '@/lib/records/views.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useIsPhone } from '@/lib/use_media.ts';
import { entries_of, monthOf, stepped, weekOf, weeksOf, weekStart, type Room } from './calendar.ts';
import { cardFieldsOf } from './columns.ts';
import type { Go, ListSearch } from './search.ts';

const refresh_ms = 3000;
const usual_fields_of: Record<Room, number> = { month: 0, week: 2, list: 2 };

/** The days of the month or the week that the address names. */
export function useShownDays({ at: asked, span }: ListSearch) {
  const { i18n } = useTranslation();
  const format = useFormat();
  const isPhone = useIsPhone();
  const today = format.today();
  const at = asked ?? today;
  const isWeek = span === 'week';
  const start = useMemo(() => weekStart(i18n.language, navigator.languages), [i18n.language]);
  const weeks = useMemo(() => (isWeek ? [weekOf(at, start)] : weeksOf(at, start)), [isWeek, at, start]);
  const meant = useMemo(
    () => weeks.flat().filter(day => isWeek || monthOf(day) === monthOf(at)),
    [weeks, isWeek, at],
  );
  const room: Room = isPhone ? 'list' : isWeek ? 'week' : 'month';
  return {
    ...{ today, at, isWeek, start, weeks, room },
    /** The days that are meant, without those that only fill up the weeks of a month. */
    meant,
    shown: isPhone ? meant : weeks.flat(),
    title: isWeek
      ? format.days(meant[0]!, meant.at(-1)!, isPhone ? 'short' : 'long')
      : format.month(monthOf(at)),
  };
}
export type ShownDays = ReturnType<typeof useShownDays>;

/** The day that the keyboard is at, and the ways to others. */
export function useActiveDay({ at, today, isWeek, meant, shown }: ShownDays, go: Go) {
  const [chosen, setActive] = useState(at);
  const addressOf = (day: string) => ({ at: day === today ? undefined : day });
  const goTo = (day: string, isQuiet = false) => {
    setActive(day);
    go(addressOf(day), isQuiet);
  };
  return {
    active: shown.includes(chosen) ? chosen : at,
    setActive,
    addressOf,
    goTo,
    turn: (by: 1 | -1) => goTo(stepped(at, by, isWeek)),
    /** Comes to a day. One in sight does not turn the month away under it, unless a page is turned. */
    come: (day: string, turnsPage: boolean) => {
      setActive(day);
      if (!(turnsPage ? meant : shown).includes(day)) goTo(day, true);
    },
  };
}
export type ActiveDay = ReturnType<typeof useActiveDay>;

/** The records that stand on the days, by the field, kept up to date. */
export function useDayEntries(
  object: ObjectDefinition,
  field: FieldDefinition,
  search: ListSearch,
  { shown, meant, room }: ShownDays,
) {
  const client = useQueryClient();
  const { plural } = object;
  const { filter, sort, q } = search;
  const asked: DaysQuestion = {
    by: field.name,
    from: shown[0]!,
    to: shown.at(-1)!,
    each: entries_of[room],
    ...{ filter, sort, q },
  };
  const answer = useQuery({ ...daysQuery(plural, asked), placeholderData: keepPreviousData });
  const { data, isPlaceholderData } = answer;
  const days = useMemo(() => new Map(data?.data.map(day => [day.day, day] as const)), [data]);
  const total =
    data && !isPlaceholderData ? meant.reduce((sum, day) => sum + (days.get(day)?.count ?? 0), 0) : undefined;
  const chosen = useMemo(() => readColumns(search.columns).map(column => column.field), [search.columns]);
  const fields = useMemo(
    () => cardFieldsOf(object, chosen, field, usual_fields_of[room]),
    [object, chosen, field, room],
  );

  // The list may have records on other days only.
  const isKnownToHave = !!data && (data.data.length > 0 || data.absent.count > 0);
  const firstOfAll = useInfiniteQuery({
    ...listQuery(plural, { filter, sort, q, limit: 1 }),
    enabled: !!data && !isKnownToHave,
  });
  const hasRows = isKnownToHave || !!firstOfAll.data?.pages[0]?.data.length;

  const refreshSoon = useMemo(
    () => throttled(refresh_ms, () => void refresh(client, daysKey(plural))),
    [client, plural],
  );
  useLive(plural === 'people' ? 'people' : null, { change: refreshSoon, gone: refreshSoon }, refreshSoon);
  return { answer, asked, days, total, absent: data?.absent, chosen, fields, hasRows };
}
export type DayEntries = ReturnType<typeof useDayEntries>;
