import { useActions } from '@/lib/actions.ts';
import type { ActiveDay, ShownDays } from './use_calendar.ts';

const isBesideIt = () => !!document.activeElement?.closest('aside');

/** What can be done in a calendar by a key or from the palette. */
export function useCalendarActions({
  span,
  place,
  canMove,
  focusDay,
  isPeeking,
  onClosePeek,
}: {
  span: ShownDays;
  place: ActiveDay;
  canMove: boolean;
  focusDay: () => void;
  isPeeking: boolean;
  onClosePeek: () => void;
}) {
  const isGrid = span.room !== 'list';
  const inGrid = { group: 'list', isInPalette: false, isAvailable: () => isGrid, run: focusDay } as const;
  // In a list of days these keys scroll.
  const pages = { group: 'list', isAvailable: () => isGrid && !isBesideIt() } as const;
  useActions([
    {
      id: 'calendar.today',
      label: 'calendar.action.today',
      group: 'list',
      shortcut: 't',
      run: () => place.goTo(span.today),
    },
    {
      ...pages,
      id: 'calendar.previous',
      label: 'calendar.action.previous',
      shortcut: 'PageUp',
      run: () => place.turn(-1),
    },
    {
      ...pages,
      id: 'calendar.next',
      label: 'calendar.action.next',
      shortcut: 'PageDown',
      run: () => place.turn(1),
    },
    {
      ...inGrid,
      id: 'calendar.days',
      label: 'calendar.action.days',
      shortcut: 'ArrowDown|ArrowUp|ArrowLeft|ArrowRight',
    },
    { ...inGrid, id: 'calendar.enter', label: 'calendar.action.enter', shortcut: 'Enter' },
    {
      ...inGrid,
      id: 'calendar.lift',
      label: 'calendar.action.lift',
      shortcut: 'Space',
      isAvailable: () => isGrid && canMove,
    },
    {
      id: 'list.escape',
      label: 'board.action.escape',
      group: 'list',
      shortcut: 'Escape',
      isInPalette: false,
      isAvailable: () => isPeeking,
      run: onClosePeek,
    },
  ]);
}
