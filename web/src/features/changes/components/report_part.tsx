import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { ChangeSet, Reverting } from '@/lib/api/types.ts';
import { refresh } from '@/lib/records/refresh.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { MoreButton } from '@/ui/more_button.tsx';
import { Progress } from '@/ui/progress.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { keptQuery, revertingQuery } from '../api/queries.ts';
import { RecordLink, useFieldNames } from './record_link.tsx';
import { useReason } from './reason.ts';

/** How far taking it back is; then what went back, and what stayed and why. */
export function ReportPart({ set }: { set: ChangeSet }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const found = useQuery(revertingQuery(set.id));
  const state = found.data?.state;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === 'running' && state && state !== 'running') void refresh(client);
    before.current = state;
  }, [state, client]);
  if (found.isPending) return <Skeleton lines={3} />;
  if (found.isError) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  const report = found.data;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="flex flex-wrap items-center gap-x-2 text-ink">
        <span>{t('changes.reverted_at', { at: format.dateTime(set.reverted_at!) })}</span>
        {set.reverted_by && report?.state !== 'running' && (
          <Link
            to="/change-sets/$id"
            params={{ id: set.reverted_by }}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {t('changes.show_undo')}
          </Link>
        )}
      </p>
      {report && <Report report={report} />}
    </div>
  );
}

function Report({ report }: { report: Reverting }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useReason();
  const counted = (count: number) => ({ count, n: format.number(count) });
  if (report.state === 'running')
    return (
      <div className="w-full max-w-xl">
        <Progress
          label={t('changes.taking_back')}
          share={report.total ? Math.min(1, report.done / report.total) : 0}
          detail={t('list.place', { place: format.number(report.done), total: format.number(report.total) })}
        />
        <p className="pt-2 text-soft">{t('changes.leave')}</p>
      </div>
    );
  return (
    <>
      {report.state === 'failed' && <Failed report={report} />}
      <p>{t('changes.went_back', counted(report.reverted))}</p>
      {report.kept > 0 && (
        <ul className="flex flex-col gap-0.5">
          {report.reasons.map(each => (
            <li key={each.reason} className="text-soft">
              {reason(each.reason)}: {format.number(each.count)}
            </li>
          ))}
        </ul>
      )}
      {report.kept > 0 && <Kept id={report.of} />}
    </>
  );
}

function Failed({ report }: { report: Reverting }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const goOn = async () => {
    try {
      await send('POST', `/change-sets/${report.of}/revert`);
    } catch (error) {
      problems.show(error);
    }
    await refresh(client);
  };
  return (
    <div role="alert" className="flex flex-col items-start gap-2">
      <p className="text-red">{t('changes.stopped')}</p>
      <Button kind="primary" onClick={() => void goOn()}>
        {t('imports.go_on')}
      </Button>
    </div>
  );
}

function Kept({ id }: { id: string }) {
  const { t } = useTranslation();
  const reason = useReason();
  const fieldNames = useFieldNames();
  const pages = useInfiniteQuery(keptQuery(id));
  if (pages.isPending) return <Skeleton lines={3} />;
  if (pages.isError) return <Problem error={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <div className="w-full max-w-xl">
      <h3 className="pb-1 text-sm font-medium text-ink">{t('changes.stayed')}</h3>
      <ul className="flex flex-col text-sm">
        {pages.data.pages
          .flatMap(page => page.data)
          .map(kept => (
            <li
              key={`${kept.id} ${kept.field}`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 border-b py-1"
            >
              <span className="flex flex-wrap items-baseline gap-x-2">
                <RecordLink record={kept} />
                {kept.field && <span className="text-soft">{fieldNames(kept.object, [kept.field])}</span>}
              </span>
              <span className="text-soft">{reason(kept.reason)}</span>
            </li>
          ))}
      </ul>
      <MoreButton list={pages} className="mt-2" />
    </div>
  );
}
