import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { Source } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';
import { sourcesQuery } from '../api/queries.ts';
import { NewSourceDialog } from './new_source_dialog.tsx';

/** Where events come from, and what became of them. */
export function SourcesPage({ isNew }: { isNew: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const sources = useQuery(sourcesQuery);
  const canManage = may('sources.manage');
  const setNew = (value: boolean) =>
    void navigate({ to: '/sources', search: value ? { new: true } : {}, replace: !value });
  useActions([
    {
      id: 'sources.new',
      label: 'nav.new_source',
      group: 'do',
      shortcut: 'c',
      permission: 'sources.manage',
      isInPalette: false,
      run: () => setNew(true),
    },
    {
      id: 'sources.dead',
      label: 'letter.title',
      group: 'go',
      run: () => void navigate({ to: '/sources/dead-letters' }),
    },
  ]);
  return (
    <div className="flex h-full flex-col">
      <PageBar title={t('nav.sources')}>
        <Link to="/sources/dead-letters" className={buttonClass('quiet')}>
          {t('letter.title')}
        </Link>
        {canManage && (
          <Button kind="primary" icon="plus" onClick={() => setNew(true)}>
            {t('list.new')}
          </Button>
        )}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto">
        {sources.isPending && <Skeleton />}
        {sources.isError && <Problem error={sources.error} onRetry={() => void sources.refetch()} />}
        {sources.data?.length === 0 && (
          <Empty title={t('source.empty_title')} text={t('source.empty_text')}>
            {canManage && (
              <Button kind="primary" icon="plus" onClick={() => setNew(true)}>
                {t('nav.new_source')}
              </Button>
            )}
          </Empty>
        )}
        {!!sources.data?.length && <SourceTable sources={sources.data} />}
      </div>
      {canManage && <NewSourceDialog isOpen={isNew} onClose={() => setNew(false)} />}
    </div>
  );
}

const counted = ['received', 'stored', 'duplicates', 'rejected'] as const;

function SourceTable({ sources }: { sources: Source[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const head = 'h-8 border-b px-2 text-xs font-medium text-quiet';
  return (
    <table className="w-full">
      <thead>
        <tr className="text-left">
          <th className={`${head} pl-4`}>{t('source.name')}</th>
          <th className={`${head} max-sm:hidden`}>{t('source.kind')}</th>
          <th className={head}>{t('source.last_event')}</th>
          {counted.map(name => (
            <th
              key={name}
              className={`${head} text-right last:pr-4 ${name === 'stored' ? '' : 'max-md:hidden'}`}
            >
              {t(`source.counter.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map(source => (
          <tr key={source.id} className="h-(--row) hover:bg-paper-2">
            <td className="border-b px-2 pl-4">
              <Link to={`/sources/${source.id}`} className="font-medium text-ink hover:underline">
                {source.name}
              </Link>
              {!source.is_enabled && (
                <span className="ml-2">
                  <Badge>{t('source.disabled')}</Badge>
                </span>
              )}
            </td>
            <td className="border-b px-2 text-soft max-sm:hidden">{t(`source.kinds.${source.kind}`)}</td>
            <td className="border-b px-2">
              <TimeAgo at={source.last_event_at} />
            </td>
            {counted.map(name => (
              <td
                key={name}
                className={`tnum border-b px-2 text-right last:pr-4 ${name === 'stored' ? '' : 'max-md:hidden'}`}
              >
                {name === 'rejected' && source.counters.rejected > 0 ? (
                  <Link
                    to="/sources/dead-letters"
                    search={{ source: source.id }}
                    className="text-red hover:underline"
                  >
                    {format.number(source.counters.rejected)}
                  </Link>
                ) : (
                  format.number(source.counters[name])
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
