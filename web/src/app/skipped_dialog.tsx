import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { BulkEdit } from '@/lib/api/types.ts';
import { bulkSkippedQuery } from '@/lib/records/bulk.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';

const reasons = ['changed_since', 'not_found', 'outside_rule', 'joined', 'taken', 'referred_to'] as const;

/** Which records a bulk edit left as they were, and why. */
export default function SkippedDialog({ edit, onClose }: { edit: BulkEdit; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problems = useProblems();
  const pluralOf = usePluralOf();
  const skipped = useQuery(bulkSkippedQuery(edit.id));
  const why = (reason: string) => {
    const known = reasons.find(candidate => candidate === reason);
    return known ? t(`bulk.reason.${known}`) : problems.fieldText(reason);
  };
  const rows = skipped.data?.data ?? [];
  return (
    <Dialog title={t('bulk.left', { count: edit.skipped })} isOpen onClose={onClose}>
      {skipped.isPending && <Skeleton lines={4} />}
      {skipped.isError && <Problem error={skipped.error} onRetry={() => void skipped.refetch()} />}
      <ul className="flex flex-col text-sm">
        {rows.map(row => (
          <li key={row.id} className="flex justify-between gap-4 border-b py-1.5">
            {row.name === null ? (
              <span className="text-quiet">{t('record.nameless', { id: row.id.slice(-6) })}</span>
            ) : (
              <Link
                to={`/${pluralOf(row.object)}/${row.id}`}
                className="text-ink hover:underline"
                onClick={onClose}
              >
                {row.name}
              </Link>
            )}
            <span className="text-right text-soft">{why(row.reason)}</span>
          </li>
        ))}
      </ul>
      {edit.skipped > rows.length && rows.length > 0 && (
        <p className="pt-2 text-xs text-quiet">
          {t('list.place', { place: format.number(rows.length), total: format.number(edit.skipped) })}
        </p>
      )}
    </Dialog>
  );
}
