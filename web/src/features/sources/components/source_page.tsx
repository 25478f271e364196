import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { Source } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { showToast } from '@/lib/toasts.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field, Input } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { sourceQuery } from '../api/queries.ts';
import { Debugger } from './debugger.tsx';
import { KeysCard } from './keys_card.tsx';
import { PlanEditor } from './plan_editor.tsx';
import { SnippetCard } from './snippet_card.tsx';

export type SourcePart = 'connect' | 'live' | 'plan' | 'keys';
const parts: SourcePart[] = ['connect', 'live', 'plan', 'keys'];

export function SourcePage({ id, part }: { id: string; part: SourcePart }) {
  const { t } = useTranslation();
  const may = useMay();
  const client = useQueryClient();
  const problems = useProblems();
  const source = useQuery(sourceQuery(id));
  const [isRenaming, setIsRenaming] = useState(false);
  const data = source.data;

  const change = async (body: Partial<Pick<Source, 'name' | 'is_enabled'>>) => {
    try {
      const answer = await send<Source>('PATCH', `/sources/${id}`, { body });
      client.setQueryData(sourceQuery(id).queryKey, answer.data);
      void client.invalidateQueries({ queryKey: ['sources', 'list'] });
      showToast({ text: t('source.saved') });
    } catch (error) {
      problems.show(error);
    }
  };
  const canManage = may('sources.manage');
  const shownParts = parts.filter(name => canManage || name !== 'keys');
  return (
    <div className="flex h-full flex-col">
      <PageBar
        title={data?.name ?? t('nav.sources')}
        before={
          <Link to="/sources" className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {t('nav.sources')}
            <Icon name="right" />
          </Link>
        }
      >
        {data && !data.is_enabled && <Badge>{t('source.disabled')}</Badge>}
        {data && canManage && (
          <Menu
            trigger={<Button kind="quiet" icon="more" aria-label={t('ui.more')} />}
            groups={[
              [{ id: 'rename', label: t('source.rename'), icon: 'edit', run: () => setIsRenaming(true) }],
              [
                {
                  id: 'enable',
                  label: t(data.is_enabled ? 'source.disable' : 'source.enable'),
                  isDangerous: data.is_enabled,
                  run: () => void change({ is_enabled: !data.is_enabled }),
                },
              ],
            ]}
          />
        )}
      </PageBar>
      {source.isPending && <Skeleton />}
      {source.isError && <Problem error={source.error} onRetry={() => void source.refetch()} />}
      {data && (
        <>
          <Counters source={data} />
          <nav aria-label={t('source.parts')} className="flex gap-1 border-b px-3">
            {shownParts.map(name => (
              <Link
                key={name}
                to={name === 'connect' ? `/sources/${id}` : `/sources/${id}/${name}`}
                aria-current={part === name ? 'page' : undefined}
                className={`flex h-10 items-center border-b-2 px-2 ${
                  part === name
                    ? 'border-accent font-medium text-ink'
                    : 'border-transparent text-soft hover:text-ink'
                }`}
              >
                {t(`source.part.${name}`)}
              </Link>
            ))}
          </nav>
          <div className="min-h-0 flex-1 overflow-auto">
            {part === 'live' ? (
              <Debugger key={id} source={id} hasReceived={data.counters.received > 0} />
            ) : (
              <div className="max-w-4xl p-4 max-sm:p-3">
                {part === 'connect' && <SnippetCard source={id} kind={data.kind} />}
                {part === 'plan' && <PlanEditor source={id} />}
                {part === 'keys' && <KeysCard source={id} />}
              </div>
            )}
          </div>
          <Rename
            name={data.name}
            isOpen={isRenaming}
            onClose={() => setIsRenaming(false)}
            onSave={name => {
              setIsRenaming(false);
              void change({ name });
            }}
          />
        </>
      )}
    </div>
  );
}

/** The counters, as the sum that they are. */
function Counters({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { received, stored, duplicates, rejected } = source.counters;
  const figure = (label: string, value: ReactNode, sign = '') => (
    <div>
      <dt className="text-xs text-quiet">{label}</dt>
      <dd className="tnum text-md font-semibold text-ink">
        {value}
        {sign && (
          <span aria-hidden="true" className="ml-4 font-normal text-quiet max-sm:hidden">
            {sign}
          </span>
        )}
      </dd>
    </div>
  );
  return (
    <dl className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-3 max-sm:px-3">
      {figure(t('source.counter.received'), format.number(received), '=')}
      {figure(t('source.counter.stored'), format.number(stored), '+')}
      {figure(t('source.counter.duplicates'), format.number(duplicates), '+')}
      {figure(
        t('source.counter.rejected'),
        rejected ? (
          <Link
            to="/sources/dead-letters"
            search={{ source: source.id }}
            className="text-red hover:underline"
          >
            {format.number(rejected)}
          </Link>
        ) : (
          format.number(0)
        ),
      )}
    </dl>
  );
}

function Rename({
  name,
  isOpen,
  onClose,
  onSave,
}: {
  name: string;
  isOpen: boolean;
  onClose: () => void;
  onSave: (name: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('source.rename')} isOpen={isOpen} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault();
          const text = String(new FormData(event.currentTarget).get('name') ?? '').trim();
          if (text) onSave(text);
        }}
      >
        <Field label={t('source.name')}>
          {ids => <Input {...ids} name="name" defaultValue={name} required autoFocus autoComplete="off" />}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('ui.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
