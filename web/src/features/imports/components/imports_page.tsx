import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import { useActions } from '@/lib/actions.ts';
import type { Import, ImportKind } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { MoreButton } from '@/ui/more_button.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { importsQuery } from '../api/queries.ts';
import { useKindLabel } from '../model/kinds.ts';
import { NewImportDialog } from './new_import_dialog.tsx';
import { useCounted } from './use_counted.ts';

const tones = { done: 'green', failed: 'red', running: 'blue' } as const;

/** Files that were brought in: what each became, and the way to bring another. */
export function ImportsPage({ isNew, kind }: { isNew: boolean; kind?: ImportKind }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(isNew);
  const list = useInfiniteQuery({ ...importsQuery, enabled: may('files.import') });
  const imports = list.data?.pages.flatMap(page => page.data) ?? [];
  useActions([
    {
      id: 'imports.new',
      label: 'imports.new',
      group: 'do',
      shortcut: 'c',
      permission: 'files.import',
      run: () => setIsOpen(true),
    },
  ]);
  if (!may('files.import')) return <Problem error={new ApiProblem(403, 'forbidden', '')} />;
  return (
    <div className="flex h-full flex-col">
      <PageBar title={t('imports.title')}>
        <Button kind="primary" icon="plus" onClick={() => setIsOpen(true)}>
          {t('imports.new')}
        </Button>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto">
        {list.isPending && <Skeleton />}
        {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && !imports.length && (
          <Empty title={t('imports.empty_title')} text={t('imports.empty_text')}>
            <Button kind="primary" icon="plus" onClick={() => setIsOpen(true)}>
              {t('imports.new')}
            </Button>
          </Empty>
        )}
        <ul>
          {imports.map(item => (
            <Line key={item.id} item={item} />
          ))}
        </ul>
        <MoreButton list={list} className="m-4" />
      </div>
      <NewImportDialog isOpen={isOpen} kind={kind} onClose={() => setIsOpen(false)} />
    </div>
  );
}

function Line({ item }: { item: Import }) {
  const { t } = useTranslation();
  const counted = useCounted();
  const format = useFormat();
  const kindLabel = useKindLabel();
  return (
    <li className="border-b">
      <Link
        to="/imports/$id"
        params={{ id: item.id }}
        className="flex min-h-(--row) flex-wrap items-center gap-x-3 px-4 py-1 hover:bg-paper-2 max-sm:px-3"
      >
        <span className="min-w-48 flex-1">
          <span className="font-medium text-ink">{item.file_name}</span>
          <span className="text-soft"> · {kindLabel(item.kind)}</span>
        </span>
        {item.rows.stored > 0 && (
          <span className="text-soft">{t('imports.stored', counted(item.rows.stored))}</span>
        )}
        {item.rows.bad > 0 && <span className="text-red">{t('imports.bad', counted(item.rows.bad))}</span>}
        <Badge tone={tones[item.state as keyof typeof tones]}>{t(`imports.state.${item.state}`)}</Badge>
        <span className="text-xs whitespace-nowrap text-quiet">
          {item.actor} · {format.dateTime(item.created_at)}
        </span>
      </Link>
    </li>
  );
}
