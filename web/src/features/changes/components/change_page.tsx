import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChangedRecord, ChangeSet } from '@/lib/api/types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { MoreButton } from '@/ui/more_button.tsx';
import { PageBar, Section } from '@/ui/page.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { changedRecordsQuery, changeSetQuery } from '../api/queries.ts';
import { PreviewPart } from './preview_part.tsx';
import { RecordLink, useFieldNames } from './record_link.tsx';
import { useKind } from './reason.ts';
import { ReportPart } from './report_part.tsx';

/** What was changed together: by whom and when, what taking it back would do or did, and which records it touched. */
export function ChangePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const found = useQuery(changeSetQuery(id));
  const kind = useKind();
  const set = found.data;
  return (
    <div className="flex h-full flex-col">
      <PageBar title={set ? kind(set.kind) : t('changes.title')}>
        {set?.reverted_at && <Badge>{t('changes.is_reverted')}</Badge>}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto">
        {found.isPending && <Skeleton />}
        {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
        {set && (
          <div className="flex max-w-3xl flex-col gap-6 p-6 max-sm:p-3">
            <Facts set={set} />
            <Section title={t('changes.undoing')}>
              {set.reverted_at ? <ReportPart set={set} /> : <PreviewPart id={id} />}
            </Section>
            <Section title={t('changes.records')}>
              <Records id={id} />
            </Section>
          </div>
        )}
      </div>
    </div>
  );
}

function Facts({ set }: { set: ChangeSet }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kinds = ['user', 'token', 'source', 'system'] as const;
  const actor = t(`actor.${kinds.find(known => known === set.actor.kind) ?? 'system'}`);
  return (
    <p className="text-ink">
      <span className="font-medium">{set.actor.name || actor}</span>
      <span className="text-soft">
        {' '}
        · {format.dateTime(set.created_at)} · {format.ago(set.created_at)}
      </span>
      {set.reverts && (
        <>
          <br />
          <Link
            to="/change-sets/$id"
            params={{ id: set.reverts }}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {t('changes.show_undone')}
          </Link>
        </>
      )}
    </p>
  );
}

const tones = {
  made: 'green',
  deleted: 'red',
  restored: 'blue',
  changed: 'neutral',
  told: 'neutral',
} as const;

function Records({ id }: { id: string }) {
  const { t } = useTranslation();
  const pages = useInfiniteQuery(changedRecordsQuery(id));
  if (pages.isPending) return <Skeleton lines={4} />;
  if (pages.isError) return <Problem error={pages.error} onRetry={() => void pages.refetch()} />;
  const records = pages.data.pages.flatMap(page => page.data);
  return (
    <>
      {!records.length && !pages.hasNextPage && <p className="text-soft">{t('changes.no_records')}</p>}
      <ul className="flex flex-col text-sm">
        {records.map(record => (
          <Line key={record.id} record={record} />
        ))}
      </ul>
      <MoreButton list={pages} />
    </>
  );
}

function Line({ record }: { record: ChangedRecord }) {
  const { t } = useTranslation();
  const fieldNames = useFieldNames();
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b py-1">
      <span className="min-w-40">
        <RecordLink record={record} isGone={record.is_deleted} />
      </span>
      <Badge tone={tones[record.what]}>{t(`changes.what.${record.what}`)}</Badge>
      {record.fields.length > 0 && (
        <span className="min-w-0 text-soft">{fieldNames(record.object, record.fields)}</span>
      )}
      {record.is_deleted && record.what !== 'deleted' && (
        <span className="text-quiet">{t('changes.in_trash')}</span>
      )}
    </li>
  );
}
