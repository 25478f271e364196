import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition } from '@/lib/api/types.ts';
import { recordQuery } from '@/lib/records/queries.ts';
import { IconButton } from '@/ui/button.tsx';
import { FieldsPanel } from '@/ui/records/fields_panel.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';

/** The side panel: the selected record by the same parts as its page. */
export default function Peek({
  object,
  id,
  onClose,
  more,
  children,
}: {
  object: ObjectDefinition;
  id: string;
  onClose: () => void;
  more?: (id: string) => ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const name = useRecordName();
  const record = useQuery(recordQuery(object.plural, id));
  return (
    <aside
      aria-label={t('list.peek_panel')}
      className="flex w-96 shrink-0 flex-col border-l bg-paper max-md:fixed max-md:inset-y-0 max-md:right-0 max-md:z-30 max-md:w-full max-md:max-w-md"
    >
      <header className="flex h-(--bar) shrink-0 items-center gap-1 border-b px-3">
        {record.data ? (
          <h2 className="min-w-0 flex-1 truncate text-md">
            <Link to={`/${object.plural}/${id}`} className="hover:underline">
              {name(record.data)}
            </Link>
          </h2>
        ) : (
          <span className="flex-1" />
        )}
        {children}
        <IconButton icon="close" label={t('ui.close')} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-3">
        {record.isPending && <Skeleton />}
        {record.isError && <Problem error={record.error} onRetry={() => void record.refetch()} />}
        {record.data && (
          <FieldsPanel
            key={id}
            object={object}
            row={record.data}
            leaveOut={['name', 'is_known', 'created_at', 'updated_at']}
          />
        )}
        {record.data && more?.(id)}
      </div>
    </aside>
  );
}
