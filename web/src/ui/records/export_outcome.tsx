import { useTranslation } from 'react-i18next';
import type { Export } from '@/lib/api/types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Progress } from '../progress.tsx';

const reasons = ['not_asked', 'withdrawn', 'objected', 'expired'] as const;

/** How far an export is, what is in its file, and who is not and why. */
export function ExportOutcome({
  item,
  purpose,
  isHere = false,
}: {
  item: Export;
  purpose?: string;
  /** Whether this browser is the one that takes the file. */
  isHere?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = (count: number) => ({ count, n: format.number(count) });
  const { rows } = item;
  return (
    <div className="flex flex-col gap-3" aria-live="polite">
      {isHere && item.state === 'ready' && <p className="text-soft">{t('export.waiting')}</p>}
      {item.state === 'running' && (
        <>
          <Progress
            label={t('export.running')}
            share={rows.total ? Math.min(1, rows.done / rows.total) : 1}
            detail={t('export.rows', counted(rows.written))}
          />
          {isHere && <p className="text-soft">{t('export.running_text')}</p>}
        </>
      )}
      {item.state === 'done' && (
        <p className="text-ink">{t('export.written', { ...counted(rows.written), file: item.file_name })}</p>
      )}
      {(item.state === 'failed' || item.state === 'broken') && (
        <p role="alert" className="text-red">
          {t('export.broke', counted(rows.written))}
        </p>
      )}
      {rows.left_out > 0 && (
        <div className="rounded-md border p-3">
          <p className="font-medium text-ink">
            {purpose
              ? t('export.left_out_of', { ...counted(rows.left_out), purpose })
              : t('export.left_out', counted(rows.left_out))}
          </p>
          <dl className="mt-1 flex flex-col gap-0.5 text-sm">
            {reasons
              .filter(reason => item.left_out[reason])
              .map(reason => (
                <div key={reason} className="flex justify-between gap-4">
                  <dt className="text-soft">{t(`export.reason.${reason}`)}</dt>
                  <dd className="tnum">{format.number(item.left_out[reason] ?? 0)}</dd>
                </div>
              ))}
          </dl>
        </div>
      )}
      {item.contacts_withheld > 0 && (
        <p className="text-sm text-soft">{t('export.withheld', counted(item.contacts_withheld))}</p>
      )}
    </div>
  );
}
