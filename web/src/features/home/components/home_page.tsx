import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '@/lib/api/client.ts';
import type { Home } from '@/lib/api/types.ts';
import { useEventTypeName } from '@/lib/event_types.ts';
import { throttled, useLive } from '@/lib/live.ts';
import { useMay, useSession } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { BarChart } from '@/ui/bar_chart.tsx';
import { buttonClass } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { PageBar, Section } from '@/ui/page.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';
import { BusinessPictures } from './business_pictures.tsx';

type Question = NonNullable<Home['attention'][number]['questions']>[number];

const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: ({ signal }) => get<Home>('/home', {}, signal),
  staleTime: 10_000,
});

/** What needs attention first; then what came in, and who was here. */
export function HomePage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { workspace } = useSession();
  const home = useQuery(homeQuery);
  const refresh = useMemo(
    () => throttled(3000, () => void client.invalidateQueries({ queryKey: ['home'] })),
    [client],
  );
  useLive('people', { change: refresh }, refresh);
  return (
    <div className="flex h-full flex-col">
      <PageBar title={workspace.name || t('nav.home')} />
      <div className="min-h-0 flex-1 overflow-auto">
        {home.isPending && <Skeleton />}
        {home.isError && <Problem error={home.error} onRetry={() => void home.refetch()} />}
        {home.data && <Content home={home.data} />}
      </div>
    </div>
  );
}

function Content({ home }: { home: Home }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRecordName();
  const nameOfType = useEventTypeName();
  const may = useMay();
  const { people, events, attention, business, sources, recent_people } = home;
  const isNew = attention.some(item => item.kind === 'no_source') || !sources.length;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-8 p-6 max-sm:gap-6 max-sm:p-3">
      {isNew && (
        <FirstStep
          canManage={may('sources.manage')}
          canWrite={may('people.write')}
          canImport={may('files.import')}
        />
      )}
      {attention.some(item => item.kind !== 'no_source') && (
        <ul aria-label={t('home.attention')} className="rounded-md border border-line-2">
          {attention
            .filter(item => item.kind !== 'no_source')
            .map((item, index) => (
              <li key={index} className="border-b last:border-0">
                {item.kind === 'open_questions' ? (
                  <OpenQuestions count={item.count ?? 0} questions={item.questions ?? []} />
                ) : item.kind === 'dead_letters' ? (
                  <Attention
                    to="/sources/dead-letters"
                    search={item.source ? { source: item.source.id } : {}}
                  >
                    {t('home.dead_letters', { count: item.count ?? 0 })}
                    {item.source && <span className="text-quiet"> · {item.source.name}</span>}
                  </Attention>
                ) : (
                  <Attention to={`/sources/${item.source?.id ?? ''}`}>
                    {t('home.source_silent', { source: item.source?.name ?? '' })}
                  </Attention>
                )}
              </li>
            ))}
        </ul>
      )}
      <dl className="grid grid-cols-4 gap-x-6 gap-y-4 max-md:grid-cols-2">
        <Figure label={t('home.known')} value={format.number(people.known)} to="/people" />
        <Figure
          label={t('home.anonymous')}
          value={format.number(people.anonymous)}
          to="/people"
          search={{ filter: 'is_known = false' }}
        />
        <Figure label={t('home.new_today')} value={format.number(people.new_today)} />
        <Figure
          label={t('home.events_today')}
          value={format.number(events.today)}
          note={t('home.yesterday', { number: format.number(events.yesterday) })}
        />
      </dl>
      {home.is_being_counted && <p className="text-soft">{t('home.being_counted')}</p>}
      {!isNew && business && (
        <Section title={t('home.business')}>
          <BusinessPictures business={business} />
        </Section>
      )}
      {!isNew && !business && <p className="text-soft">{t('home.only_some')}</p>}
      {!isNew && (
        <div className="grid grid-cols-2 gap-x-10 gap-y-8 max-md:grid-cols-1">
          <SinceYesterday changes={home.since_yesterday} />
          <BarChart
            title={t('home.events_by_day')}
            nameHeading={t('home.day')}
            valueHeading={t('home.events')}
            height={112}
            bars={events.by_day.map(day => ({
              key: day.date,
              short: format.dayShort(day.date),
              name: format.dayHeading(day.date),
              value: day.count,
            }))}
            show={format.number}
          />
        </div>
      )}
      <div className="grid grid-cols-2 gap-8 max-md:grid-cols-1">
        <Section title={t('home.recent_people')}>
          <ul>
            {recent_people.map(person => (
              <li key={person.id} className="flex min-h-(--row) items-center gap-3 border-b last:border-0">
                <Link
                  to={`/people/${person.id}`}
                  className={`min-w-0 shrink-0 truncate font-medium hover:underline ${person.name ? 'text-ink' : 'text-soft'}`}
                >
                  {nameOf({ id: person.id, name: person.name, email: null })}
                </Link>
                <span className="min-w-0 flex-1 truncate text-quiet">
                  {person.last_event && nameOfType(person.last_event)}
                </span>
                <TimeAgo at={person.last_seen_at} />
              </li>
            ))}
          </ul>
          {!recent_people.length && <p className="text-soft">{t('home.nobody_yet')}</p>}
        </Section>
        {!isNew && (
          <Section title={t('nav.sources')}>
            <ul>
              {sources.map(source => (
                <li key={source.id} className="flex min-h-(--row) items-center gap-3 border-b last:border-0">
                  <Link
                    to={`/sources/${source.id}`}
                    className="min-w-0 flex-1 truncate font-medium text-ink hover:underline"
                  >
                    {source.name}
                  </Link>
                  <span className="text-soft">
                    {source.last_event_at ? <TimeAgo at={source.last_event_at} /> : t('home.nothing_yet')}
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
    </div>
  );
}

function OpenQuestions({ count, questions }: { count: number; questions: Question[] }) {
  const { t } = useTranslation();
  const nameOf = useRecordName();
  return (
    <div className="px-3 py-2">
      <p className="flex items-center gap-3">
        <Icon name="warning" className="text-amber" />
        <span className="text-ink">{t('home.open_questions', { count })}</span>
      </p>
      <ul className="pl-7">
        {questions.map(({ person, name, about, at }) => (
          <li key={person + at} className="flex min-h-(--tap) items-center gap-3">
            <Link
              to={`/people/${person}`}
              className="min-w-0 shrink-0 truncate font-medium text-ink hover:underline"
            >
              {nameOf({ id: person, name, email: null })}
            </Link>
            <span className="min-w-0 flex-1 truncate text-soft">{about}</span>
            <TimeAgo at={at} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const types_shown_max = 8;

function SinceYesterday({ changes }: { changes: Home['since_yesterday'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOfType = useEventTypeName();
  const number = 'tnum w-24 text-right';
  return (
    <Section title={t('home.since_yesterday')}>
      {changes.length ? (
        <table className="w-full">
          <thead>
            <tr className="border-b text-left text-xs text-quiet">
              <th className="py-1 font-medium">{t('home.what')}</th>
              <th className={`${number} font-medium`}>{t('home.yesterday_heading')}</th>
              <th className={`${number} font-medium`}>{t('home.today_heading')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, types_shown_max).map(({ type, yesterday, today }) => (
              <tr key={type} className="border-b last:border-0">
                <td className="truncate py-1 text-ink">{nameOfType(type)}</td>
                <td className={`${number} text-soft`}>{format.number(yesterday)}</td>
                <td className={`${number} text-ink`}>{format.number(today)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="text-soft">{t('home.nothing_since')}</p>
      )}
    </Section>
  );
}

function FirstStep({
  canManage,
  canWrite,
  canImport,
}: {
  canManage: boolean;
  canWrite: boolean;
  canImport: boolean;
}) {
  const { t } = useTranslation();
  return (
    <section className="flex flex-col items-start gap-3 rounded-md border border-line-2 p-6">
      <h2 className="text-md">{t('home.first_title')}</h2>
      <p className="max-w-xl text-soft">{t('home.first_text')}</p>
      <div className="flex flex-wrap gap-2">
        {canManage && (
          <Link to="/sources" search={{ new: true }} className={buttonClass('primary')}>
            {t('home.first_source')}
          </Link>
        )}
        {canWrite && (
          <Link to="/people" search={{ new: true }} className={buttonClass('plain')}>
            {t('home.first_person')}
          </Link>
        )}
        {canImport && (
          <Link to="/imports" search={{ new: true }} className={buttonClass('plain')}>
            {t('imports.new')}
          </Link>
        )}
      </div>
    </section>
  );
}

function Attention({
  to,
  search,
  children,
}: {
  to: string;
  search?: Record<string, string>;
  children: ReactNode;
}) {
  return (
    <Link to={to} search={search} className="flex min-h-10 items-center gap-3 px-3 hover:bg-hover">
      <Icon name="warning" className="text-amber" />
      <span className="flex-1 text-ink">{children}</span>
      <Icon name="right" className="text-quiet" />
    </Link>
  );
}

function Figure({
  label,
  value,
  note,
  to,
  search,
}: {
  label: string;
  value: string;
  note?: string;
  to?: string;
  search?: Record<string, string>;
}) {
  return (
    <div className="flex flex-col">
      <dt className="text-xs text-quiet">{label}</dt>
      <dd className="tnum text-xl font-semibold text-ink">
        {to ? (
          <Link to={to} search={search} className="hover:underline">
            {value}
          </Link>
        ) : (
          value
        )}
      </dd>
      {note && <dd className="tnum text-xs text-quiet">{note}</dd>}
    </div>
  );
}
