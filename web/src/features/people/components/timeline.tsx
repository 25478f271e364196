import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '@/lib/api/types.ts';
import { useEventTypeName } from '@/lib/event_types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Button } from '@/ui/button.tsx';
import { Select } from '@/ui/field.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { summaryQuery, timelineQuery, type TimelineQuestion } from '../api/queries.ts';
import { dayAfter, dayBegins } from '@/lib/format.ts';
import { useMay } from '@/lib/session.ts';
import { NoteBox } from './note_box.tsx';
import { Period } from './period.tsx';
import { groupTimeline } from '../model/timeline.ts';
import { TimelineLine } from './timeline_line.tsx';

const pages_to_find_a_cause_max = 20;

/** What happened to a person, the newest first, grouped by day; repetition is one line that opens. */
export function Timeline({
  person,
  question,
  onQuestion,
  sought,
  onSought,
}: {
  person: string;
  question: TimelineQuestion;
  onQuestion: (question: TimelineQuestion) => void;
  /** The event that was asked for, kept while the question changes so that it can be found in the whole story. */
  sought: string | null;
  onSought: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { source, type, from, to } = question;
  const timeline = useInfiniteQuery(
    timelineQuery(person, {
      source,
      type,
      from: from && dayBegins(from, format.timeZone),
      to: to && dayBegins(dayAfter(to), format.timeZone),
    }),
  );
  const events = useMemo(() => timeline.data?.pages.flatMap(page => page.data) ?? [], [timeline.data]);
  const byId = useMemo(() => new Map(events.map(event => [event.id, event])), [events]);
  const effects = useMemo(
    () =>
      Map.groupBy(
        events.filter(event => event.caused_by),
        event => event.caused_by!,
      ),
    [events],
  );
  const days = useMemo(() => groupTimeline(events, format.timeZone), [events, format.timeZone]);
  const bottom = useRef<HTMLDivElement>(null);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = timeline;
  useEffect(() => {
    const element = bottom.current;
    if (!element || !hasNextPage) return;
    const observer = new IntersectionObserver(
      entries => {
        if (entries[0]?.isIntersecting && !isFetchingNextPage) void fetchNextPage();
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, events.length]);

  /** Goes to another event of the chain, fetching the past until it is there. */
  const seek = async (id: string) => {
    let found = byId.has(id);
    for (let page = 0, more = hasNextPage; !found && more && page < pages_to_find_a_cause_max; page++) {
      const answer = await fetchNextPage();
      more = answer.hasNextPage;
      found = !!answer.data?.pages.at(-1)?.data.some(event => event.id === id);
    }
    onSought(id);
    // What is asked for may lie outside of what is shown.
    if (!found && isFiltered) onQuestion({});
  };
  const isFiltered = !!(source ?? type ?? from ?? to);
  const isMissing = !!sought && !isFiltered && !!timeline.data && !byId.has(sought);
  const seekMissing = useEffectEvent(() => void (sought && seek(sought)));
  useEffect(() => {
    if (isMissing) seekMissing();
  }, [isMissing]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Filters person={person} question={question} onQuestion={onQuestion} />
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label={t('timeline.title')}
      >
        {may('people.write') && !isFiltered && <NoteBox person={person} />}
        {timeline.isPending && <Skeleton lines={8} />}
        {timeline.isError && !events.length && (
          <Problem error={timeline.error} onRetry={() => void timeline.refetch()} />
        )}
        {timeline.data && !events.length && (
          <Empty
            title={t(isFiltered ? 'timeline.none_found' : 'timeline.empty_title')}
            text={isFiltered ? undefined : t('timeline.empty_text')}
          >
            {isFiltered && <Button onClick={() => onQuestion({})}>{t('timeline.show_all')}</Button>}
          </Empty>
        )}
        {days.map(({ day, lines }) => (
          <section key={day}>
            <h2 className="sticky top-0 z-10 bg-paper px-4 pt-3 pb-1 text-xs font-medium text-quiet max-sm:px-3">
              {day === format.today() ? t('timeline.today') : format.dayHeading(day)}
            </h2>
            <ol>
              {lines.map(line => (
                <TimelineLine
                  key={line.key}
                  person={person}
                  events={line.events}
                  causeOf={(event: TimelineEvent) => byId.get(event.caused_by ?? '')}
                  effectsOf={(event: TimelineEvent) => effects.get(event.id) ?? []}
                  sought={sought}
                  onSeek={id => void seek(id)}
                />
              ))}
            </ol>
          </section>
        ))}
        <div ref={bottom} className="h-8">
          {isFetchingNextPage && <p className="late px-4 py-2 text-xs text-quiet">{t('state.loading')}</p>}
        </div>
      </div>
    </div>
  );
}

function Filters({
  person,
  question,
  onQuestion,
}: {
  person: string;
  question: TimelineQuestion;
  onQuestion: (question: TimelineQuestion) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOfType = useEventTypeName();
  const summary = useQuery(summaryQuery(person));
  const sources = summary.data?.sources ?? [];
  const types = summary.data?.events_by_type ?? [];
  const all = [{ id: undefined, name: t('timeline.all'), count: summary.data?.events }, ...sources];
  return (
    <div className="flex min-h-11 items-center gap-1 border-b px-3 py-1.5">
      <div
        role="group"
        aria-label={t('timeline.by_source')}
        className="flex min-w-0 flex-1 flex-wrap gap-0.5 max-sm:flex-nowrap max-sm:overflow-x-auto"
      >
        {all.map(source => (
          <button
            key={source.id ?? ''}
            type="button"
            aria-pressed={question.source === source.id}
            onClick={() => onQuestion({ ...question, source: source.id })}
            className="flex h-(--tap) shrink-0 items-center gap-1 rounded-md px-1.5 text-soft hover:bg-hover aria-pressed:bg-paper-3 aria-pressed:font-medium aria-pressed:text-ink"
          >
            {source.name}
            {source.count !== undefined && (
              <span className="tnum text-xs font-normal text-quiet">{format.number(source.count)}</span>
            )}
          </button>
        ))}
      </div>
      <Period question={question} onQuestion={onQuestion} />
      {types.length > 1 && (
        <Select
          aria-label={t('timeline.by_type')}
          className="w-36! shrink-0"
          value={question.type ?? ''}
          onChange={event => onQuestion({ ...question, type: event.target.value || undefined })}
        >
          <option value="">{t('timeline.every_type')}</option>
          {types.map(({ type, count }) => (
            <option key={type} value={type}>
              {`${nameOfType(type)} (${format.number(count)})`}
            </option>
          ))}
        </Select>
      )}
    </div>
  );
}
