import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { OwnChangeSet } from '@/lib/api/types.ts';
import { dayOf } from '@/lib/format.ts';
import { useMay, useSession } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { MoreButton } from '@/ui/more_button.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { ownChangesQuery } from '../api/queries.ts';
import { byDay } from '../model/days.ts';
import { useKind } from './reason.ts';
import { RecordLink } from './record_link.tsx';

/** What the user changed, day by day: each line leads to what it touched and to the way back. */
export function OwnChangesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const format = useFormat();
  const timeZone = useSession().workspace.time_zone;
  const list = useInfiniteQuery({ ...ownChangesQuery, enabled: may('change_sets.revert') });
  if (!may('change_sets.revert')) return <Problem error={new ApiProblem(403, 'forbidden', '')} />;
  const sets = list.data?.pages.flatMap(page => page.data) ?? [];
  const days = byDay(sets, at => dayOf(at, timeZone));
  return (
    <div className="flex h-full flex-col">
      <PageBar title={t('changes.own_title')} />
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label={t('changes.own_title')}
      >
        {list.isPending && <Skeleton />}
        {list.isError && !days.length && <Problem error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && !days.length && (
          <Empty title={t('changes.own_empty_title')} text={t('changes.own_empty_text')} />
        )}
        {days.length > 0 && (
          <div className="flex max-w-3xl flex-col gap-5 p-6 max-sm:p-3">
            <p className="text-sm text-soft">{t('changes.own_text')}</p>
            {days.map(({ day, sets }) => (
              <section key={day} className="flex flex-col gap-1">
                <h2 className="text-xs font-medium text-quiet first-letter:uppercase">
                  {day === format.today() ? t('timeline.today') : format.dayHeading(day)}
                </h2>
                <ul className="rounded-md border">
                  {sets.map(set => (
                    <Line key={set.id} set={set} />
                  ))}
                </ul>
              </section>
            ))}
            <MoreButton list={list} />
          </div>
        )}
      </div>
    </div>
  );
}

function Line({ set }: { set: OwnChangeSet }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kind = useKind();
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b px-3 py-1.5 last:border-0">
      <time dateTime={set.created_at} className="tnum w-12 shrink-0 text-xs text-quiet">
        {format.time(set.created_at)}
      </time>
      {set.is_whole ? (
        <Link
          to="/change-sets/$id"
          params={{ id: set.id }}
          className="inline-flex min-h-6 items-center font-medium text-ink hover:underline"
        >
          {kind(set.kind)}
        </Link>
      ) : (
        <span className="font-medium text-soft">{kind(set.kind)}</span>
      )}
      {set.records.map(record => (
        <RecordLink key={record.id} record={record} isGone={record.is_deleted} />
      ))}
      {set.has_more && <span className="text-soft">{t('changes.and_more')}</span>}
      {set.reverted_at && <Badge>{t('changes.is_reverted')}</Badge>}
    </li>
  );
}
