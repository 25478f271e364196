import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { usePersonWrites } from '../api/writes.ts';
import { propertyRows } from '../model/timeline.ts';
import { useEventText, type Sentence } from './event_text.tsx';

interface LineProps {
  person: string;
  events: TimelineEvent[];
  causeOf: (event: TimelineEvent) => TimelineEvent | undefined;
  effectsOf: (event: TimelineEvent) => TimelineEvent[];
  sought: string | null;
  onSeek: (id: string) => void;
}

export function TimelineLine(props: LineProps) {
  const { events, sought } = props;
  const format = useFormat();
  const text = useEventText();
  const [isOpen, setIsOpen] = useState(false);
  if (events.length === 1) return <EventLine {...props} event={events[0]!} />;

  const isShown = isOpen || events.some(event => event.id === sought);
  const { deed, note } = text.many(events);
  const newest = events[0]!;
  return (
    <li>
      <button
        type="button"
        aria-expanded={isShown}
        onClick={() => setIsOpen(!isShown)}
        className="flex min-h-(--tap) w-full items-center gap-2 px-4 text-left hover:bg-hover max-sm:px-3"
      >
        <Dot event={newest} />
        <span className="min-w-0 flex-1 truncate">
          <span className="text-text">{deed}</span>
          {note && <span className="text-quiet"> · {note}</span>}
          {newest.source && <span className="text-quiet"> · {newest.source.name}</span>}
        </span>
        <span className="tnum text-xs whitespace-nowrap text-quiet">
          {format.time(events.at(-1)!.occurred_at)}–{format.time(newest.occurred_at)}
        </span>
        <Icon
          name="right"
          className={`text-quiet transition-transform duration-100 ${isShown ? 'rotate-90' : ''}`}
        />
      </button>
      {isShown && (
        <ol className="ml-5 border-l">
          {events.map(event => (
            <EventLine key={event.id} {...props} event={event} />
          ))}
        </ol>
      )}
    </li>
  );
}

function EventLine({
  person,
  event,
  causeOf,
  effectsOf,
  sought,
  onSeek,
}: LineProps & { event: TimelineEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useEventText();
  const line = useRef<HTMLLIElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const isSought = sought === event.id;
  useEffect(() => {
    if (isSought) line.current?.scrollIntoView({ block: 'center' });
  }, [isSought]);

  const cause = causeOf(event);
  const effects = effectsOf(event);
  const link = 'text-xs text-accent hover:underline min-h-6';
  return (
    <li ref={line} className={isSought ? 'bg-accent-soft' : ''}>
      <div className="flex min-h-(--tap) items-center hover:bg-hover max-sm:flex-wrap">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-h-(--tap) min-w-0 flex-1 items-center gap-2 pl-4 text-left max-sm:pl-3"
        >
          <Dot event={event} />
          <span
            className={`min-w-0 flex-1 ${event.type === 'Note' ? 'py-1 wrap-anywhere whitespace-pre-line' : 'truncate'} ${event.is_retracted ? 'line-through' : ''}`}
          >
            <Said sentence={text.one(event)} isStrong={!!event.revenue} />
            {event.source && <span className="text-quiet"> · {event.source.name}</span>}
          </span>
          {event.revenue && (
            <span className="tnum font-medium whitespace-nowrap text-ink">{format.money(event.revenue)}</span>
          )}
          {event.is_flagged && <Badge tone="amber">{t('timeline.flagged')}</Badge>}
          {event.is_retracted && <Badge>{t('timeline.retracted')}</Badge>}
        </button>
        {(event.caused_by || effects.length > 0) && (
          <span className="flex items-center gap-3 pl-2 max-sm:order-last max-sm:basis-full max-sm:pb-2 max-sm:pl-7">
            {event.caused_by && (
              <button type="button" className={link} onClick={() => onSeek(event.caused_by!)}>
                ← {cause ? short(text.one(cause)) : t('timeline.cause')}
              </button>
            )}
            {effects.length > 0 && (
              <button type="button" className={link} onClick={() => onSeek(effects.at(-1)!.id)}>
                {t('timeline.effects', { count: effects.length })} →
              </button>
            )}
          </span>
        )}
        <span className="pr-4 pl-3 max-sm:pr-3">
          <time dateTime={event.occurred_at} className="tnum text-xs whitespace-nowrap text-quiet">
            {format.time(event.occurred_at)}
          </time>
        </span>
      </div>
      {isOpen && <EventDetails person={person} event={event} />}
    </li>
  );
}

function EventDetails({ person, event }: { person: string; event: TimelineEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const writes = usePersonWrites(person);
  const { page, library, user_agent } = event.context;
  const libraryText =
    typeof library === 'string' ? library : [library?.name, library?.version].filter(Boolean).join(' ');
  const rows: [string, string | null | undefined][] = [
    [t('timeline.detail.type'), event.type],
    [
      t('timeline.detail.occurred'),
      `${format.date(event.occurred_at)} ${format.timeExact(event.occurred_at)}`,
    ],
    [
      t('timeline.detail.received'),
      `${format.date(event.received_at)} ${format.timeExact(event.received_at)}`,
    ],
    [
      t('timeline.detail.original'),
      event.original_occurred_at &&
        `${format.date(event.original_occurred_at)} ${format.timeExact(event.original_occurred_at)}`,
    ],
    [t('timeline.detail.page'), page?.url],
    [t('timeline.detail.referrer'), page?.referrer],
    [t('timeline.detail.library'), libraryText],
    [t('timeline.detail.user_agent'), user_agent],
  ];
  const shown = rows.filter(([, value]) => value);
  const properties = propertyRows(event.properties);
  const definition = (list: [string, string | null | undefined][], isMono: boolean) => (
    <dl className="grid grid-cols-[minmax(88px,auto)_1fr] gap-x-3 text-xs">
      {list.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className={`py-0.5 text-quiet ${isMono ? 'font-mono' : ''}`}>{name}</dt>
          <dd className={`py-0.5 wrap-anywhere text-text ${isMono ? 'font-mono' : ''}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <div className="mx-4 mb-2 ml-9 flex flex-col gap-2 border-l-2 py-1 pl-3">
      {properties.length > 0 && definition(properties, true)}
      {definition(shown, false)}
      {may('people.write') && !event.is_retracted && (
        <Button kind="quiet" className="-ml-2.5 self-start" onClick={() => void writes.retract(event)}>
          {t('timeline.retract')}
        </Button>
      )}
    </div>
  );
}

/** The deed without what it was done to, where a line has no room for both. */
const short = ({ before, object }: Sentence) => before.replace(/[\s:«„“]+$/, '') || object;

function Said({
  sentence: { before, object, after, said },
  isStrong,
}: {
  sentence: Sentence;
  isStrong: boolean;
}) {
  const deed = isStrong ? 'font-medium text-ink' : 'text-text';
  return (
    <>
      <span className={deed}>{before}</span>
      {object && <span className={isStrong ? 'text-text' : 'text-soft'}>{object}</span>}
      {after && <span className={deed}>{after}</span>}
      {said && <span className="pl-1.5 text-soft italic">{said}</span>}
    </>
  );
}

/** Filled for what brought revenue, hollow for the rest. */
function Dot({ event }: { event: TimelineEvent }) {
  return (
    <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true" className="shrink-0">
      <circle
        cx="4"
        cy="4"
        r="3"
        fill={event.revenue ? 'var(--accent)' : 'none'}
        stroke={event.revenue ? 'var(--accent)' : 'var(--n6)'}
        strokeWidth="1.2"
      />
    </svg>
  );
}
