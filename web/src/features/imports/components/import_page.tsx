import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { Import } from '@/lib/api/types.ts';
import { useLive } from '@/lib/live.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { importQuery } from '../api/queries.ts';
import { useKindLabel } from '../model/kinds.ts';
import { badRows, save } from '../model/upload.ts';
import { MappingPart } from './mapping_part.tsx';
import { Progress } from '@/ui/progress.tsx';
import { useCounted } from './use_counted.ts';

/** One file on its way: its columns first, then how far it is, then what came of it. */
export function ImportPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const found = useQuery(importQuery(id));
  const refresh = () => void client.invalidateQueries({ queryKey: ['imports'] });
  useLive(
    found.data?.state === 'running' ? `import:${id}` : null,
    {
      progress: data => {
        client.setQueryData(importQuery(id).queryKey, data as Import);
      },
    },
    refresh,
  );
  // It may be over before anybody listens: what was read before it is old either way.
  const state = found.data?.state;
  const before = useRef(state);
  useEffect(() => {
    const isOver = before.current && before.current !== state && state !== 'running';
    before.current = state;
    if (isOver) void client.invalidateQueries();
  }, [state, client]);
  return (
    <div className="flex h-full flex-col">
      <PageBar
        title={found.data?.file_name ?? t('imports.title')}
        before={
          <Link to="/imports" className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {t('imports.title')}
            <Icon name="right" />
          </Link>
        }
      >
        {found.data && <Badge>{t(`imports.state.${found.data.state}`)}</Badge>}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto">
        {found.isPending && <Skeleton />}
        {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
        {found.data && <Body item={found.data} onChange={refresh} />}
      </div>
    </div>
  );
}

function Body({ item, onChange }: { item: Import; onChange: () => void }) {
  if (item.state === 'ready') return <MappingPart item={item} onChange={onChange} />;
  return (
    <div className="flex max-w-3xl flex-col gap-5 p-6 max-sm:p-3">
      {item.state === 'uploading' && <Uploading item={item} />}
      {item.state === 'running' && <Running item={item} />}
      {item.state !== 'uploading' && <Outcome item={item} onChange={onChange} />}
    </div>
  );
}

function Uploading({ item }: { item: Import }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problems = useProblems();
  const discard = async () => {
    try {
      await send('DELETE', `/imports/${item.id}`);
      await navigate({ to: '/imports' });
    } catch (error) {
      problems.show(error);
    }
  };
  return (
    <>
      <Progress label={t('imports.reading')} share={item.bytes_received / Math.max(1, item.bytes)} />
      <p className="text-soft">{t('imports.upload_broke')}</p>
      <Button className="self-start" onClick={() => void discard()}>
        {t('imports.discard')}
      </Button>
    </>
  );
}

function Running({ item }: { item: Import }) {
  const { t } = useTranslation();
  const counted = useCounted();
  return (
    <>
      <Progress
        label={t('imports.state.running')}
        share={item.bytes_done / Math.max(1, item.bytes)}
        detail={t('imports.rows_done', counted(item.rows.done))}
      />
      <p className="text-soft">{t('imports.leave')}</p>
    </>
  );
}

function Outcome({ item, onChange }: { item: Import; onChange: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = useCounted();
  const may = useMay();
  const problems = useProblems();
  const kindLabel = useKindLabel();
  const plural = item.kind === 'sales' ? 'people' : item.kind;
  const isOver = item.state === 'done' || item.state === 'failed' || item.state === 'reverted';
  const goOn = async () => {
    try {
      await send('POST', `/imports/${item.id}/start`, { body: {} });
    } catch (error) {
      problems.show(error);
    }
    onChange();
  };
  const download = async () => {
    try {
      save(await badRows(item.id), `${item.file_name}.bad.csv`);
    } catch (error) {
      problems.show(error);
    }
  };
  return (
    <>
      {item.state === 'failed' && (
        <p role="alert" className="text-red">
          {t('imports.stopped')}
        </p>
      )}
      <ul className="flex flex-col gap-1 text-ink">
        <li>{t('imports.stored', counted(item.rows.stored))}</li>
        {item.rows.duplicates > 0 && <li>{t('imports.duplicates', counted(item.rows.duplicates))}</li>}
        {item.rows.bad > 0 && <li>{t('imports.bad', counted(item.rows.bad))}</li>}
        {item.choices_made > 0 && <li>{t('imports.choices_made', counted(item.choices_made))}</li>}
        {Object.entries(item.misfits).map(([field, count]) => (
          <li key={field} className="text-soft">
            {t('imports.misfit', { ...counted(count), field })}
          </li>
        ))}
      </ul>
      <p className="text-xs text-quiet">
        {item.actor} · {format.dateTime(item.started_at ?? item.created_at)}
      </p>
      <div className="flex flex-wrap gap-2">
        {item.state === 'failed' && (
          <Button kind="primary" onClick={() => void goOn()}>
            {t('imports.go_on')}
          </Button>
        )}
        {item.state === 'done' && (
          <Link to={`/${plural}`} className={buttonClass('primary')}>
            {t('imports.open_list', { objects: kindLabel(plural) })}
          </Link>
        )}
        {item.rows.bad > 0 && item.state !== 'running' && (
          <Button onClick={() => void download()}>{t('imports.bad_rows')}</Button>
        )}
        {isOver && may('change_sets.revert') && (
          <Link to="/change-sets/$id" params={{ id: item.change_set }} className={buttonClass()}>
            {t(item.state === 'reverted' ? 'history.show' : 'imports.take_back')}
          </Link>
        )}
      </div>
    </>
  );
}
