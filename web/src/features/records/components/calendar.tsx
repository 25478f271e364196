import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useRecordName } from '@/ui/records/record_name.tsx';
import {
  entries_of,
  fitting,
  linesOf,
  monthOf,
  ruleBetween,
  ruleOf,
  ruleWithout,
} from '../model/calendar.ts';
import { columnsOf } from '../model/columns.ts';
import type { ListSearch } from '../model/search.ts';
import {
  useActiveDay,
  useDayEntries,
  useShownDays,
  type ActiveDay,
  type DayEntries,
  type ShownDays,
} from '../model/use_calendar.ts';
import { useCalendarActions } from '../model/use_calendar_actions.ts';
import { useCalendarMoves, type CalendarMoves } from '../model/use_calendar_moves.ts';
import { ByField } from './by_field.tsx';
import { ByTools } from './by_tools.tsx';
import { CalendarBar } from './calendar_bar.tsx';
import { Agenda, ListLink, Weeks } from './calendar_days.tsx';
import { ListFrame, type ListProps } from './list_frame.tsx';
import { ListProblem } from './list_states.tsx';

/** The records of an object on the days that a field says, moved from one to another by pointer, finger or keyboard. */
export default function Calendar(props: ListProps) {
  return (
    <ByField kind="calendar" {...props}>
      {field => <CalendarBy key={field.name} {...props} field={field} />}
    </ByField>
  );
}

function CalendarBy({ field, ...props }: ListProps & { field: FieldDefinition }) {
  const { object, search, go } = props;
  const navigate = useNavigate();
  const span = useShownDays(search);
  const place = useActiveDay(span, go);
  const entries = useDayEntries(object, field, search, span);
  const { answer, days, chosen } = entries;
  const isPeeking = !!search.peek;
  const closePeek = () => go({ peek: undefined }, true);
  const onOpen = (id: string) => {
    if (span.room === 'list') void navigate({ to: `/${object.plural}/${id}` });
    else go({ peek: search.peek === id ? undefined : id }, true);
  };
  const moves = useCalendarMoves({ object, field, span, entries, place, isPeeking, onOpen });
  const { canMove, focusDay, height } = moves;
  const lines = span.room === 'month' ? linesOf(height, span.weeks.length) : entries_of[span.room];
  useCalendarActions({ span, place, canMove, focusDay, isPeeking, onClosePeek: closePeek });

  /** To the entry before or after the one in the side panel. */
  const step = (by: 1 | -1) => {
    const all = span.shown.flatMap(day =>
      fitting(days.get(day), lines).records.map(row => ({ day, id: row.id })),
    );
    const next = all[all.findIndex(({ id }) => id === search.peek) + by];
    if (!next) return;
    place.setActive(next.day);
    go({ peek: next.id }, true);
  };
  return (
    <ListFrame
      {...props}
      hasRows={entries.hasRows}
      shown={columnsOf(object, 'wide', chosen).map(each => each.name)}
      onClosePeek={closePeek}
      onStep={step}
      tools={<ByTools kind="calendar" {...{ object, search, go, field, canMove }} />}
    >
      <CalendarBar
        at={span.at}
        today={span.today}
        title={span.title}
        span={search.span}
        onStep={place.turn}
        onGo={place.goTo}
        onSpan={next => go({ span: next, ...place.addressOf(place.active) })}
      >
        <Counts {...{ field, search, span, entries }} />
      </CalendarBar>
      <p className="sr-only" aria-live="assertive">
        {moves.said}
      </p>
      {answer.isError && !answer.data ? (
        <ListProblem {...{ search, go }} error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Days {...props} {...{ field, span, entries, place, moves, lines }} />
      )}
    </ListFrame>
  );
}

/** How many records stand on the days that are meant, and how many on none at all. */
function Counts({
  field,
  search,
  span: { at, isWeek, meant, room },
  entries: { total, absent },
}: {
  field: FieldDefinition;
  search: ListSearch;
  span: ShownDays;
  entries: DayEntries;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const className = 'rounded-sm px-1 hover:bg-hover hover:text-ink max-sm:py-1.5';
  const rule = isWeek ? ruleBetween(field, meant[0]!, meant.at(-1)!) : ruleOf(field, monthOf(at));
  return (
    <>
      {total === 0 && room !== 'list' && <span className="px-1 text-quiet">{t('calendar.nothing')}</span>}
      {!!total && (
        <ListLink {...{ search, rule, className }}>
          {t('board.total', { total: format.number(total) })}
        </ListLink>
      )}
      {!!absent?.count && (
        <ListLink {...{ search, className }} rule={ruleWithout(field)}>
          {t(absent.is_exact ? 'calendar.without' : 'calendar.without_at_least', {
            number: format.number(absent.count),
          })}
        </ListLink>
      )}
    </>
  );
}

/** The days themselves: weeks below one another, or a list where the screen is narrow. */
function Days({
  object,
  search,
  field,
  span,
  entries: { days, fields, total },
  place,
  moves: { canMove, setRoot, events, held, lifted },
  lines,
}: ListProps & {
  field: FieldDefinition;
  span: ShownDays;
  entries: DayEntries;
  place: ActiveDay;
  moves: CalendarMoves;
  lines: number;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const name = useRecordName();
  const hintId = useId();
  const { room, weeks, meant, today, at } = span;
  const isList = room === 'list';
  const ghost = lifted && (
    <p className="truncate rounded-sm border border-dashed border-accent px-1 text-xs text-ink">
      {name(lifted.row)}
    </p>
  );
  const props = {
    ...{ field, search, room, lines, days, fields, canMove, today },
    held: held && { id: held.id, over: held.over === held.from ? null : held.over, ghost },
  };
  return (
    <div ref={setRoot} className="min-h-0 flex-1 overflow-y-auto overscroll-y-contain" {...events}>
      {isList ? (
        <Agenda {...props} shown={meant} />
      ) : (
        <>
          <p id={hintId} className="sr-only">
            {t(canMove ? 'calendar.hint' : 'calendar.hint_read_only')}
          </p>
          <Weeks
            {...props}
            {...{ weeks, hintId }}
            active={place.active}
            month={room === 'week' ? undefined : monthOf(at)}
            label={t('calendar.label', {
              objects: label(object.label_plural, object.plural),
              field: label(field.label, field.name),
            })}
          />
        </>
      )}
      {isList && total === 0 && !meant.includes(today) && (
        <p className="px-4 py-12 text-center text-sm text-quiet">{t('calendar.nothing')}</p>
      )}
    </div>
  );
}
