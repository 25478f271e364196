import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '@/lib/api/client.ts';
import type { BulkEdit } from '@/lib/api/types.ts';
import { bulkEditsQuery } from '@/lib/records/bulk.ts';
import { refresh } from '@/lib/records/refresh.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { useUndo } from '@/lib/use_undo.ts';
import { Button, buttonClass, IconButton } from '@/ui/button.tsx';
import { Progress } from '@/ui/progress.tsx';

const SkippedDialog = lazy(() => import('./skipped_dialog.tsx'));

/** What is being done to many records, beside whatever page is open; and what it left as it was, until that was read. */
export default function BulkProgress() {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const problems = useProblems();
  const undo = useUndo();
  const may = useMay();
  const running = useQuery(bulkEditsQuery).data?.data;
  const followed = useRef(new Set<string>());
  const [ended, setEnded] = useState<BulkEdit[]>([]);
  const [shown, setShown] = useState<BulkEdit | null>(null);

  const settle = useEffectEvent(async (id: string) => {
    try {
      const edit = await get<BulkEdit>(`/bulk-edits/${id}`);
      await Promise.all(['records', 'person', 'home'].map(name => refresh(client, [name])));
      if (edit.state === 'done' && !edit.skipped)
        undo.offer(t(`bulk.done.${edit.action}`, { count: edit.changed }), edit.change_set);
      else setEnded(before => [...before, edit]);
    } catch (error) {
      problems.show(error);
    }
  });
  useEffect(() => {
    if (!running) return;
    const now = new Set(running.map(edit => edit.id));
    for (const id of followed.current) if (!now.has(id)) void settle(id);
    followed.current = now;
  }, [running]);

  const close = (id: string) => setEnded(before => before.filter(edit => edit.id !== id));
  if (!running?.length && !ended.length) return null;
  return (
    <section
      aria-label={t('bulk.title')}
      className="fixed bottom-4 left-1/2 z-50 flex w-96 max-w-[calc(100vw-32px)] -translate-x-1/2 flex-col gap-2 max-sm:top-16 max-sm:bottom-auto"
    >
      {running?.map(edit => (
        <div key={edit.id} className="rounded-md border border-line-2 bg-paper px-3 py-2">
          <Progress
            label={t(`bulk.doing.${edit.action}`)}
            share={edit.total ? edit.done / edit.total : 1}
            detail={t('list.place', { place: format.number(edit.done), total: format.number(edit.total) })}
          />
        </div>
      ))}
      {ended.map(edit => (
        <div
          key={edit.id}
          role="status"
          className="flex items-start gap-2 rounded-md border border-line-2 bg-paper py-2 pr-1.5 pl-3"
        >
          <div className="flex min-w-0 flex-1 flex-col items-start gap-1 text-sm">
            <p className="text-ink">
              {edit.state === 'failed'
                ? t('bulk.failed', { done: format.number(edit.done), total: format.number(edit.total) })
                : t(`bulk.done.${edit.action}`, { count: edit.changed })}
            </p>
            {edit.skipped > 0 && <p className="text-soft">{t('bulk.left', { count: edit.skipped })}</p>}
            <div className="flex flex-wrap gap-2">
              {edit.skipped > 0 && <Button onClick={() => setShown(edit)}>{t('bulk.show_left')}</Button>}
              {edit.change_set && may('change_sets.revert') && (
                <Link
                  to="/change-sets/$id"
                  params={{ id: edit.change_set }}
                  className={buttonClass()}
                  onClick={() => close(edit.id)}
                >
                  {t('history.show')}
                </Link>
              )}
              {edit.change_set && may('change_sets.revert') && (
                <Button
                  onClick={() => {
                    close(edit.id);
                    void undo.revert([edit.change_set!]);
                  }}
                >
                  {t('undo.undo')}
                </Button>
              )}
            </div>
          </div>
          <IconButton icon="close" label={t('ui.close')} onClick={() => close(edit.id)} />
        </div>
      ))}
      <Suspense>{shown && <SkippedDialog edit={shown} onClose={() => setShown(null)} />}</Suspense>
    </section>
  );
}
