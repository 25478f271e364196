import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/use_format.ts';
import { useSession } from '@/lib/session.ts';
import { BarChart } from '@/ui/bar_chart.tsx';
import { Section } from '@/ui/page.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';
import { summaryQuery, timelineQuery } from '../api/queries.ts';
import { deedOf } from '../model/deeds.ts';

/** What a person is worth, and the last twelve months. */
export function ValueCard({ person }: { person: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = useSession().workspace;
  const summary = useQuery(summaryQuery(person));
  if (summary.isPending) return <Skeleton lines={4} />;
  if (summary.isError) return <Problem error={summary.error} onRetry={() => void summary.refetch()} />;

  const { revenue, by_month, events, first_seen_at, last_seen_at } = summary.data;
  const hasRevenue = by_month.some(month => month.revenue_minor !== 0);
  const shownCurrency = revenue[0]?.currency ?? currency;
  return (
    <Section title={t('value.title')}>
      <p className="tnum flex flex-wrap items-baseline gap-x-3">
        {revenue.length ? (
          revenue.map(money => (
            <span key={money.currency} className="text-lg font-semibold text-ink">
              {format.money(money)}
            </span>
          ))
        ) : (
          <span className="text-soft">{t('value.none')}</span>
        )}
        <span className="text-quiet">
          {t('value.events', { count: events, number: format.number(events) })}
        </span>
      </p>
      {events > 0 && (
        <BarChart
          title={hasRevenue ? t('value.by_month_revenue') : t('value.by_month_events')}
          nameHeading={t('value.month')}
          valueHeading={hasRevenue ? t('value.revenue') : t('value.events_heading')}
          bars={by_month.map(month => ({
            key: month.month,
            short: format.monthShort(month.month),
            name: format.month(month.month),
            value: hasRevenue ? month.revenue_minor : month.events,
          }))}
          show={value =>
            hasRevenue ? format.money({ minor: value, currency: shownCurrency }) : format.number(value)
          }
        />
      )}
      <LastBought person={person} />
      <dl className="flex flex-wrap justify-between gap-x-4 gap-y-2">
        <div>
          <dt className="text-xs text-quiet">{t('value.first_seen')}</dt>
          <dd>
            <TimeAgo at={first_seen_at} withDate />
          </dd>
        </div>
        <div>
          <dt className="text-xs text-quiet">{t('value.last_seen')}</dt>
          <dd>
            <TimeAgo at={last_seen_at} withDate />
          </dd>
        </div>
      </dl>
    </Section>
  );
}

const sale = 'Order Completed';

/** The newest sale that stands: what, for how much, when. */
function LastBought({ person }: { person: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sales = useInfiniteQuery(timelineQuery(person, { type: sale }, 5));
  const last = sales.data?.pages[0]?.data.find(event => !event.is_retracted);
  const deed = last && deedOf(last);
  if (!deed) return null;
  return (
    <dl>
      <dt className="text-xs text-quiet">{t('value.last_bought')}</dt>
      <dd className="text-ink">
        {deed.more ? t('timeline.and_more', { object: deed.object, count: deed.more }) : deed.object || '–'}
        {last.revenue && <span className="tnum text-soft"> · {format.money(last.revenue)}</span>}
        <span className="text-quiet">
          {' '}
          · <TimeAgo at={last.occurred_at} withDate />
        </span>
      </dd>
    </dl>
  );
}
