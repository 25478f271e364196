import {
  useCallback,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, RecordRow } from '@/lib/api/types.ts';
import { useDayMoves } from '@/lib/records/day_moves.ts';
import { mayDo } from '@/lib/roles.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { movedTo } from './calendar.ts';
import type { ActiveDay, DayEntries, ShownDays } from './use_calendar.ts';
import { useDayKeys } from './use_day_keys.ts';
import { useDrag } from './use_drag.ts';

/** Entries that go from day to day by pointer, finger or keyboard, and what is said of it. */
export function useCalendarMoves({
  object,
  field,
  span,
  entries,
  place,
  isPeeking,
  onOpen,
}: {
  object: ObjectDefinition;
  field: FieldDefinition;
  span: ShownDays;
  entries: DayEntries;
  place: ActiveDay;
  /** The side panel is open. */
  isPeeking: boolean;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useRecordName();
  const [said, setSaid] = useState('');
  const root = useRef<HTMLDivElement | null>(null);
  const canMove = field.is_writable && mayDo(object, 'update');
  const rowOf = (id: string, day: string) => entries.days.get(day)?.records.find(row => row.id === id);

  const moveEntry = useDayMoves(object, entries.asked);
  const move = (row: RecordRow, from: string, to: string) => {
    const value = row[field.name];
    const told = t('board.moved', { name: name(row), column: format.dayHeading(to) });
    setSaid(told);
    const moved = movedTo(field, value, to, format.timeZone);
    return moveEntry(row, { day: from, value }, { day: to, value: moved }, told);
  };
  const keys = useDayKeys({
    ...{ root, canMove, isPeeking, rowOf, onOpen },
    active: place.active,
    start: span.start,
    isWeek: span.isWeek,
    onDay: place.come,
    onLift: ({ row }) => setSaid(t('calendar.lifted', { name: name(row) })),
    onOver: day => setSaid(format.dayHeading(day)),
    onDrop: ({ row, from, over }) => move(row, from, over),
    onPutBack: ({ row, from }) =>
      setSaid(t('calendar.put_back', { name: name(row), day: format.dayHeading(from) })),
  });
  const { dragged, onPointerDown, attach } = useDrag((id, from, over) => {
    const row = rowOf(id, from);
    if (row && canMove) void keys.drop({ row, from, over });
  });
  const { setRoot, height } = useHeightOf(root, attach);
  const { lifted } = keys;
  const events = {
    ...entryEvents({ isList: span.room === 'list', onOpen, onDay: place.setActive, keys }),
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      keys.forget();
      if (canMove) onPointerDown(event);
    },
  };
  return {
    ...{ canMove, said, setRoot, height, events, lifted },
    focusDay: keys.focusDay,
    /** The entry that is on its way, and the day that it is over. */
    held: lifted ? { id: lifted.row.id, from: lifted.from, over: lifted.over } : dragged,
  };
}
export type CalendarMoves = ReturnType<typeof useCalendarMoves>;

/** How high the days are, by which it is told how many entries they have room for. */
function useHeightOf(
  rootRef: { current: HTMLDivElement | null },
  attach: (element: HTMLElement | null) => () => void,
) {
  const [height, setHeight] = useState(0);
  const setRoot = useCallback(
    (element: HTMLDivElement | null) => {
      rootRef.current = element;
      const watch = new ResizeObserver(() => setHeight(rootRef.current?.clientHeight ?? 0));
      if (element) watch.observe(element);
      const detach = attach(element);
      return () => {
        watch.disconnect();
        detach();
      };
    },
    [rootRef, attach],
  );
  return { height, setRoot };
}

/** What presses and the focus do to the entries of a grid, or of a list of days. */
function entryEvents({
  isList,
  onOpen,
  onDay,
  keys,
}: {
  /** A list of days, whose entries Tab goes through. */
  isList: boolean;
  onOpen: (id: string) => void;
  onDay: (day: string) => void;
  keys: ReturnType<typeof useDayKeys>;
}) {
  const onKeyInList = (event: KeyboardEvent) => {
    const { card } = (event.target as HTMLElement).dataset;
    if (!card || (event.key !== 'Enter' && event.key !== ' ')) return;
    // The space bar would scroll the page.
    event.preventDefault();
    onOpen(card);
  };
  return {
    onClick: (event: MouseEvent) => {
      const target = event.target as HTMLElement;
      const card = target.closest<HTMLElement>('[data-card]');
      if (card && !target.closest('a')) onOpen(card.dataset.card!);
    },
    onKeyDown: isList ? onKeyInList : keys.onKeyDown,
    onFocus: ({ target }: FocusEvent) => {
      const day = target.closest<HTMLElement>('[data-column]')?.dataset.column;
      if (day) onDay(day);
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (relatedTarget && !currentTarget.contains(relatedTarget)) keys.forget();
    },
  };
}
