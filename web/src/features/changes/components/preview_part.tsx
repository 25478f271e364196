import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send } from '@/lib/api/client.ts';
import type { RevertPreview, RevertResult } from '@/lib/api/types.ts';
import { refresh } from '@/lib/records/refresh.ts';
import { showToast } from '@/lib/toasts.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { previewQuery } from '../api/queries.ts';
import { hasEffect, whole } from '../model/preview.ts';
import { RecordLink, useFieldNames } from './record_link.tsx';
import { useReason } from './reason.ts';

/** What taking it back would do and what would stay; then the button. */
export function PreviewPart({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const problems = useProblems();
  // Once it is sent, there is nothing to look forward to.
  const [isSent, setIsSent] = useState(false);
  const pages = useInfiniteQuery({ ...previewQuery(id), enabled: !isSent });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  const revert = async () => {
    setIsSent(true);
    try {
      const { data } = await send<RevertResult>('POST', `/change-sets/${id}/revert`);
      if (data.state === 'done')
        showToast({
          text: data.kept.length ? t('undo.partly', { count: data.kept.length }) : t('undo.done'),
        });
    } catch (error) {
      setIsSent(false);
      problems.show(error);
    }
    await refresh(client);
  };

  if (pages.isPending) return <Skeleton lines={3} />;
  if (!pages.data) return <Problem error={pages.error} onRetry={() => void pages.refetch()} />;
  const preview = whole(pages.data.pages)!;
  const isOver = preview.next === null;
  return (
    <div className="flex flex-col items-start gap-3">
      {!isOver && (
        <p className="text-soft" role="status">
          {t('changes.looking', { n: format.number(preview.records) })}
        </p>
      )}
      <Effects preview={preview} isOver={isOver} />
      {preview.blocked && (
        <p role="alert" className="text-red">
          {t('changes.blocked')} {problems.text(new ApiProblem(409, preview.blocked.code, ''))}
        </p>
      )}
      {preview.stays.length > 0 && <Stays preview={preview} />}
      {hasEffect(preview) && !preview.blocked && (
        <Button kind="primary" icon="history" disabled={isSent} onClick={() => void revert()}>
          {t('history.revert')}
        </Button>
      )}
    </div>
  );
}

const effects = [
  'go',
  'come_back',
  'fields',
  'events_retracted',
  'events_brought_back',
  'parted',
  'definitions',
] as const;

function Effects({ preview, isOver }: { preview: RevertPreview; isOver: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!hasEffect(preview)) return isOver ? <p className="text-soft">{t('changes.nothing')}</p> : null;
  return (
    <ul className="flex flex-col gap-0.5 text-ink">
      {effects.map(effect => {
        const count = preview[effect];
        return count > 0 ? (
          <li key={effect}>{t(`changes.${effect}`, { count, n: format.number(count) })}</li>
        ) : null;
      })}
    </ul>
  );
}

function Stays({ preview }: { preview: RevertPreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = useReason();
  const fieldNames = useFieldNames();
  return (
    <div className="w-full max-w-xl">
      <h3 className="pb-1 text-sm font-medium text-ink">{t('changes.stays')}</h3>
      {preview.stays.map(staying => (
        <Disclosure key={staying.reason} title={reason(staying.reason)} count={format.number(staying.count)}>
          <ul className="flex flex-col text-sm">
            {staying.first.map(kept => (
              <li key={`${kept.id} ${kept.field}`} className="flex flex-wrap items-baseline gap-x-2">
                <RecordLink record={kept} />
                {kept.field && <span className="text-soft">{fieldNames(kept.object, [kept.field])}</span>}
              </li>
            ))}
          </ul>
          {staying.count > staying.first.length && (
            <p className="text-xs text-quiet">
              {t('changes.more', {
                count: staying.count - staying.first.length,
                n: format.number(staying.count - staying.first.length),
              })}
            </p>
          )}
        </Disclosure>
      ))}
    </div>
  );
}
