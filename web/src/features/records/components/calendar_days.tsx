import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayTotal, FieldDefinition, RecordRow } from '@/lib/api/types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { fitting, monthOf, ruleOf, type Room } from '../model/calendar.ts';
import { within } from '../model/kinds.ts';
import type { ListSearch } from '../model/search.ts';
import { Entry } from './calendar_entry.tsx';

export interface DaysProps {
  field: FieldDefinition;
  search: ListSearch;
  room: Room;
  /** Entries of a day that there is room for. */
  lines: number;
  /** By day; what is not there has no records, or is not known yet. */
  days: ReadonlyMap<string, DayTotal>;
  fields: FieldDefinition[];
  canMove: boolean;
  /** What the pointer or the keyboard moves, and over which day it is. */
  held: { id: string; over: string | null; ghost?: ReactNode } | null;
}

/** The list that a rule narrows this one to: as a table, whatever it is now. */
export function ListLink({
  search,
  rule,
  children,
  ...rest
}: {
  search: ListSearch;
  rule: string;
  children: ReactNode;
  className?: string;
  tabIndex?: number;
  'aria-label'?: string;
}) {
  const { q, sort, columns, filter } = search;
  return (
    <Link to="." search={{ q, sort, columns, filter: within(filter, rule) }} data-item {...rest}>
      {children}
    </Link>
  );
}

/** What stands on a day: its first entries, and how many more there are. */
function Entries({
  day,
  field,
  search,
  room,
  lines,
  days,
  fields,
  canMove,
  held,
}: DaysProps & { day: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { records, rest } = fitting(days.get(day), lines);
  return (
    <>
      {records.map((row: RecordRow) => (
        <Entry
          key={row.id}
          {...{ row, fields, canMove }}
          by={field}
          isRoomy={room !== 'month'}
          isReached={room === 'list'}
          isPeeked={row.id === search.peek}
          isHeld={row.id === held?.id}
        />
      ))}
      {rest > 0 && (
        <ListLink
          search={search}
          rule={ruleOf(field, day)}
          tabIndex={room === 'list' ? 0 : -1}
          aria-label={t('calendar.more_of', { number: format.number(rest), day: format.dayHeading(day) })}
          className="block shrink-0 truncate rounded-sm px-1 text-xs leading-6 text-soft hover:bg-hover hover:text-ink max-sm:py-2 max-sm:text-sm"
        >
          {t('calendar.more', { number: format.number(rest) })}
        </ListLink>
      )}
      {held?.over === day && held.ghost}
    </>
  );
}

/** How many a day has: leads to the list of exactly these. */
function Count({
  day,
  isReached,
  ...props
}: Pick<DaysProps, 'field' | 'search' | 'days'> & { day: string; isReached: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { field, search, days } = props;
  const count = days.get(day)?.count;
  if (!count) return null;
  return (
    <ListLink
      search={search}
      rule={ruleOf(field, day)}
      tabIndex={isReached ? 0 : -1}
      aria-label={t('calendar.list_of', { number: format.number(count), day: format.dayHeading(day) })}
      className="tnum ml-auto rounded-sm px-1 text-xs text-soft hover:bg-hover hover:text-ink max-sm:flex max-sm:min-h-6 max-sm:min-w-6 max-sm:items-center max-sm:justify-center"
    >
      {format.number(count)}
    </ListLink>
  );
}

/** One day of the weeks. What it is called says the date in full; what stands on it follows. */
function DayCell({
  day,
  isOutside,
  isToday,
  isActive,
  ...props
}: DaysProps & {
  day: string;
  /** Of another month than the one that is shown. */
  isOutside: boolean;
  isToday: boolean;
  isActive: boolean;
}) {
  const format = useFormat();
  const { days, held, search, field } = props;
  const count = days.get(day)?.count;
  const heading = format.dayHeading(day);
  const tone = isToday ? 'bg-accent font-medium text-accent-ink' : isOutside ? 'text-quiet' : 'text-ink';
  const ground = held?.over === day ? 'bg-accent-soft' : isOutside ? 'bg-paper-2' : '';
  return (
    <div
      role="gridcell"
      data-column={day}
      tabIndex={isActive ? 0 : -1}
      aria-current={isToday ? 'date' : undefined}
      className={`relative flex min-w-0 flex-col gap-0.5 border-r border-b p-1 -outline-offset-2 last:border-r-0 ${ground}`}
    >
      <div className="flex h-5 items-center">
        <time dateTime={day} className="sr-only">
          {count ? `${heading}: ${format.number(count)}` : heading}
        </time>
        <span
          aria-hidden
          className={`tnum flex h-5 min-w-5 items-center justify-center rounded-full px-1 text-xs ${tone}`}
        >
          {day.endsWith('-01') ? format.dayShort(day) : Number(day.slice(8))}
        </span>
        <Count {...{ day, field, search, days }} isReached={false} />
      </div>
      <Entries {...props} day={day} />
    </div>
  );
}

/** Weeks one below the other, as an ARIA grid: its days are moved through by the arrows, one of them is reached by Tab. */
export function Weeks({
  weeks,
  month,
  today,
  active,
  label,
  hintId,
  ...props
}: DaysProps & {
  weeks: string[][];
  /** The month whose days stand out; none where it is one week. */
  month: string | undefined;
  today: string;
  /** The day that Tab comes to. */
  active: string;
  label: string;
  hintId: string;
}) {
  const format = useFormat();
  // The last week that can be written is shorter than the others.
  const wholeWeek = weeks.find(week => week.length === 7) ?? weeks[0]!;
  return (
    <div
      role="grid"
      aria-label={label}
      aria-describedby={hintId}
      className="grid min-h-full auto-rows-[minmax(max-content,1fr)] grid-rows-[auto]"
    >
      <div role="row" className="sticky top-0 z-10 grid grid-cols-7 border-b bg-paper">
        {wholeWeek.map(day => (
          <div
            key={day}
            role="columnheader"
            aria-label={format.weekday(day, 'long')}
            className="truncate px-2 py-1 text-xs text-quiet"
          >
            {format.weekday(day, 'short')}
          </div>
        ))}
      </div>
      {weeks.map(week => (
        <div key={week[0]} role="row" className="grid min-h-28 grid-cols-7">
          {week.map(day => (
            <DayCell
              key={day}
              {...props}
              day={day}
              isOutside={month !== undefined && monthOf(day) !== month}
              isToday={day === today}
              isActive={day === active}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Days as a list, for a narrow screen: those that have something, and today. */
export function Agenda({
  shown,
  today,
  ...props
}: DaysProps & {
  /** The days that are looked at. */
  shown: string[];
  today: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days, held, field, search } = props;
  const listed = shown.filter(day => day === today || days.get(day)?.count);
  // An entry can be taken only to a day that is there.
  const canMove = props.canMove && listed.length > 1;
  return (
    <div className="flex flex-col">
      {listed.map(day => (
        <section
          key={day}
          data-column={day}
          aria-label={format.dayHeading(day)}
          className={`border-b px-3 pt-2 pb-3 ${held?.over === day ? 'bg-accent-soft' : ''}`}
        >
          <header className="flex items-center gap-2 pb-1.5">
            <h2 className={`text-sm ${day === today ? 'text-accent' : ''}`}>
              <span className="inline-block first-letter:uppercase">{format.dayHeading(day)}</span>
            </h2>
            <Count {...{ day, field, search, days }} isReached />
          </header>
          <div className="flex flex-col gap-1.5">
            <Entries {...props} {...{ day, canMove }} />
            {!days.get(day)?.count && <p className="text-sm text-quiet">{t('calendar.nothing_today')}</p>}
          </div>
        </section>
      ))}
    </div>
  );
}
