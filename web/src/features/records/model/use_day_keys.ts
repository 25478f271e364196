import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { RecordRow } from '@/lib/api/types.ts';
import { dayByKey } from './calendar.ts';

/** An entry that the keyboard has picked up: where it stood, and where it would be put. */
export interface Lifted {
  row: RecordRow;
  from: string;
  over: string;
}

const isPage = (key: string) => key === 'PageUp' || key === 'PageDown';

/** Where the focus is to go: a day, or an entry of it, which may come a moment later than its day. */
interface Aim {
  day: string;
  id?: string;
  /** The move of the entry is done: what is not there by now does not come. */
  isSettled?: boolean;
}

/**
 * A grid of days (`data-column`) and their entries (`data-card`) and links (`data-item`) by the keyboard alone: the arrows go from day
 * to day, Enter into one and Escape out of it; Space picks an entry up, the arrows carry it, Enter drops it, Escape puts it back.
 * The root holds the grid. What has the focus follows what is asked for, also when another month has to be brought first.
 */
export function useDayKeys({
  root,
  active,
  start,
  isWeek,
  canMove,
  isPeeking,
  rowOf,
  onDay,
  onOpen,
  onLift,
  onOver,
  onDrop,
  onPutBack,
}: {
  root: RefObject<HTMLElement | null>;
  /** The day that Tab comes to. */
  active: string;
  start: number;
  isWeek: boolean;
  canMove: boolean;
  /** The side panel is open: Escape closes it first. */
  isPeeking: boolean;
  rowOf: (id: string, day: string) => RecordRow | undefined;
  /** Makes a day the active one and brings it into sight; whoever turns a page wants another month than the one that is shown. */
  onDay: (day: string, turnsPage: boolean) => void;
  onOpen: (id: string) => void;
  onLift: (lifted: Lifted) => void;
  onOver: (day: string) => void;
  /** True once the entry stands where it stays. */
  onDrop: (lifted: Lifted) => Promise<boolean>;
  onPutBack: (lifted: Lifted) => void;
}) {
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const wanted = useRef<Aim | null>(null);
  const cellOf = (day: string) => root.current?.querySelector<HTMLElement>(`[data-column="${day}"]`);
  useLayoutEffect(() => {
    const aim = wanted.current;
    if (!aim) return;
    // The focus of an entry that left its place falls to the page. Anywhere else somebody took it, and keeps it.
    const { activeElement } = document;
    if (activeElement !== document.body && !root.current?.contains(activeElement)) {
      wanted.current = null;
      return;
    }
    const cell = cellOf(aim.day);
    if (!cell) return;
    const card = aim.id && cell.querySelector<HTMLElement>(`[data-card="${CSS.escape(aim.id)}"]`);
    if (card || !aim.id || aim.isSettled) wanted.current = null;
    const target = card || cell;
    if (target === activeElement) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  });

  /** Gives the focus to a day or an entry of it, as soon as it is there. */
  const aimAt = (day: string, { id, turnsPage = false }: { id?: string; turnsPage?: boolean } = {}) => {
    wanted.current = { day, id };
    onDay(day, turnsPage);
  };
  const drop = async (held: Lifted) => {
    const { id } = held.row;
    aimAt(held.over, { id });
    const isSettled = await onDrop(held);
    if (isSettled && wanted.current?.id === id) wanted.current = { ...wanted.current, isSettled };
  };
  const putBack = () => {
    if (!lifted) return;
    setLifted(null);
    onPutBack(lifted);
  };

  const whileLifted = (key: string, { row, from, over }: Lifted): (() => void) | undefined => {
    if (key === 'Escape' || ((key === 'Enter' || key === ' ') && over === from))
      return () => {
        putBack();
        aimAt(from, { id: row.id });
      };
    if (key === 'Enter' || key === ' ')
      return () => {
        setLifted(null);
        void drop({ row, from, over });
      };
    const next = dayByKey(key, over, start, isWeek);
    if (!next) return undefined;
    return () => {
      setLifted({ row, from, over: next });
      aimAt(next, { turnsPage: isPage(key) });
      onOver(next);
    };
  };
  const onCell = (key: string, cell: HTMLElement): (() => void) | undefined => {
    const first = cell.querySelector<HTMLElement>('[data-card]') ?? cell.querySelector<HTMLElement>('a');
    if (key === 'Enter') return () => first?.focus();
    // It would scroll the page.
    return key === ' ' ? () => {} : undefined;
  };
  const onItem = (key: string, item: HTMLElement, cell: HTMLElement): (() => void) | undefined => {
    const items = [...cell.querySelectorAll<HTMLElement>('[data-item]')];
    const step = (by: 1 | -1) => items[items.indexOf(item) + by]?.focus();
    if (key === 'ArrowDown' || key === 'ArrowUp') return () => step(key === 'ArrowDown' ? 1 : -1);
    if (key === 'Escape') return isPeeking ? undefined : () => cell.focus();
    const id = item.dataset.card;
    if (!id) return undefined;
    if (key === 'Enter') return () => onOpen(id);
    if (key !== ' ') return undefined;
    const day = cell.dataset.column!;
    const row = rowOf(id, day);
    return () => {
      if (!row || !canMove) return;
      const next = { row, from: day, over: day };
      setLifted(next);
      aimAt(day);
      onLift(next);
    };
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>('[data-column]');
    if (!cell) return;
    wanted.current = null;
    const item = target.closest<HTMLElement>('[data-item]');
    const { key } = event;
    const next = dayByKey(key, cell.dataset.column!, start, isWeek);
    const act = lifted
      ? whileLifted(key, lifted)
      : ((item ? onItem(key, item, cell) : onCell(key, cell)) ??
        (next && (() => aimAt(next, { turnsPage: isPage(key) }))));
    if (!act) return;
    event.preventDefault();
    act();
  };
  return {
    lifted,
    drop,
    onKeyDown,
    focusDay: () => cellOf(active)?.focus(),
    /** The pointer has come, or the focus is elsewhere: what the keyboard held goes back, what it waited for is no longer wanted. */
    forget: () => {
      wanted.current = null;
      putBack();
    },
  };
}
