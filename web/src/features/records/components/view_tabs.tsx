import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextKey } from '@/lib/actions.ts';
import type { ObjectDefinition, View } from '@/lib/api/types.ts';
import { shownBy, useViewWrites, viewsQuery, type Shown } from '@/lib/records/views.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import type { ListSearch } from '../model/search.ts';

const ViewDialog = lazy(() => import('./view_dialog.tsx'));

export interface Preset {
  label: TextKey;
  filter?: string;
}

const parts = ['filter', 'sort', 'columns', 'as', 'by', 'sum'] as const;
const isSame = (a: Shown, b: Shown) => parts.every(part => a[part] === b[part]);
const tabClass = (isChosen: boolean) =>
  `flex h-(--tap) shrink-0 items-center gap-1 rounded-md px-2 whitespace-nowrap ${
    isChosen ? 'bg-paper-3 font-medium text-ink' : 'text-soft hover:bg-hover'
  }`;

/** The views of a list: those that it comes with, those shared with everybody or one's team, one's own. What is chosen stands in the address. */
export function ViewTabs({
  object,
  presets,
  search,
  go,
}: {
  object: ObjectDefinition;
  presets: Preset[];
  search: ListSearch;
  go: (change: Partial<ListSearch>) => void;
}) {
  const { t } = useTranslation();
  const { data: views = [] } = useQuery(viewsQuery(object.name));
  const writes = useViewWrites(object);
  const [named, setNamed] = useState<View | 'new' | null>(null);
  const { filter, sort, columns, as, by, sum } = search;
  // What a board or a calendar is told by means nothing to a table.
  const shown: Shown = { filter, sort, columns, ...(as && { as, by, sum }) };
  const current = views.find(view => view.id === search.view);
  const isChanged = !!current && !isSame(shown, shownBy(current));
  const audienceOf = (view: View) => {
    if (!view.is_shared) return undefined;
    if (!view.team) return t('view.shared');
    return view.team.name ? t('view.shared_with', { name: view.team.name }) : t('view.team_gone');
  };
  const keep = (view: View | null) => {
    if (view) go({ ...shownBy(view), view: view.id });
  };
  return (
    <>
      <nav aria-label={t('list.presets')} className="flex min-w-0 gap-0.5 overflow-x-auto">
        {presets.map(preset => {
          const isChosen = !current && (preset.filter ?? '') === (search.filter ?? '');
          const kept = { filter: preset.filter, sort: undefined, columns: undefined };
          return (
            <Link
              key={preset.label}
              to="."
              activeOptions={{ exact: true }}
              search={{ ...search, ...kept, view: undefined, peek: undefined }}
              aria-current={isChosen ? 'true' : undefined}
              className={tabClass(isChosen)}
            >
              {t(preset.label)}
            </Link>
          );
        })}
        {views.map(view => (
          <Link
            key={view.id}
            to="."
            activeOptions={{ exact: true }}
            search={{ ...search, ...shownBy(view), view: view.id, peek: undefined }}
            aria-current={view === current ? 'true' : undefined}
            title={audienceOf(view)}
            className={tabClass(view === current)}
          >
            {view.is_shared && <Icon name="people" className="size-3! text-quiet" />}
            {view.name}
          </Link>
        ))}
      </nav>
      {current && (
        <ViewMenu
          view={current}
          kin={views.filter(view => view.is_shared === current.is_shared)}
          object={object}
          onRename={() => setNamed(current)}
          onMade={keep}
          onDeleted={() => go({ view: undefined })}
        />
      )}
      {isChanged && current.may_change ? (
        <Button kind="quiet" onClick={() => void writes.save(current, shown).then(keep)}>
          {t('view.save')}
        </Button>
      ) : null}
      <IconButton icon="plus" label={t('view.new')} onClick={() => setNamed('new')} />
      {named && (
        <Suspense>
          <ViewDialog
            object={object}
            view={named === 'new' ? null : named}
            onClose={() => setNamed(null)}
            onNamed={async (name, audience) => {
              const view =
                named === 'new'
                  ? await writes.create(name, audience, shown)
                  : await writes.rename(named, name, audience);
              if (!view) return;
              setNamed(null);
              if (named === 'new') keep(view);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function ViewMenu({
  view,
  kin,
  object,
  onRename,
  onMade,
  onDeleted,
}: {
  view: View;
  /** The views of its kind, in their order. */
  kin: View[];
  object: ObjectDefinition;
  onRename: () => void;
  onMade: (view: View | null) => void;
  onDeleted: () => void;
}) {
  const { t } = useTranslation();
  const { create, place, remove } = useViewWrites(object);
  const at = kin.indexOf(view);
  const duplicate = () =>
    void create(t('view.copy_of', { name: view.name }), 'me', shownBy(view)).then(onMade);
  const changes = !view.may_change
    ? []
    : [
        { id: 'rename', label: t('view.rename'), icon: 'edit' as const, run: onRename },
        ...(at > 0
          ? [
              {
                id: 'left',
                label: t('view.left'),
                icon: 'left' as const,
                run: () => void place(view, at - 1),
              },
            ]
          : []),
        ...(at < kin.length - 1
          ? [
              {
                id: 'right',
                label: t('view.right'),
                icon: 'right' as const,
                run: () => void place(view, at + 1),
              },
            ]
          : []),
      ];
  const deletion = !view.may_change
    ? []
    : [
        {
          id: 'delete',
          label: t('view.delete'),
          isDangerous: true,
          run: () => void remove(view).then(isDone => isDone && onDeleted()),
        },
      ];
  return (
    <Menu
      align="start"
      trigger={<IconButton icon="more" label={t('view.more')} />}
      groups={[
        [...changes, { id: 'copy', label: t('view.duplicate'), icon: 'copy', run: duplicate }],
        deletion,
      ]}
    />
  );
}
