import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextKey } from '@/lib/actions.ts';
import type { ObjectDefinition, View } from '@/lib/api/types.ts';
import { shownBy, useViewWrites, viewsQuery, type Shown } from '@/lib/records/views.ts';
import { useMay } from '@/lib/session.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Checkbox, Field, Input } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import type { ListSearch } from '../model/search.ts';

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

/** The views of a list: those that it comes with, those shared with everybody, one's own. What is chosen stands in the address. */
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
  // What a board is told by means nothing to a table.
  const shown: Shown = { filter, sort, columns, ...(as && { as, by, sum }) };
  const current = views.find(view => view.id === search.view);
  const isChanged = !!current && !isSame(shown, shownBy(current));
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
            title={view.is_shared ? t('view.shared') : undefined}
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
        <NameDialog
          object={object}
          view={named === 'new' ? null : named}
          onClose={() => setNamed(null)}
          onNamed={async (name, isShared) => {
            const view =
              named === 'new'
                ? await writes.create(name, isShared, shown)
                : await writes.change(named, { name });
            if (!view) return;
            setNamed(null);
            if (named === 'new') keep(view);
          }}
        />
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
  const may = useMay();
  const { create, change, remove } = useViewWrites(object);
  const place = kin.indexOf(view);
  const mayShare = may(object.name === 'person' ? 'people.write' : 'records.write');
  const duplicate = () =>
    void create(t('view.copy_of', { name: view.name }), false, shownBy(view)).then(onMade);
  const share = {
    id: 'share',
    label: t(view.is_shared ? 'view.make_private' : 'view.make_shared'),
    run: () => void change(view, { is_shared: !view.is_shared }),
  };
  const changes = !view.may_change
    ? []
    : [
        { id: 'rename', label: t('view.rename'), icon: 'edit' as const, run: onRename },
        ...(mayShare ? [share] : []),
        ...(place > 0
          ? [
              {
                id: 'left',
                label: t('view.left'),
                icon: 'left' as const,
                run: () => void change(view, { position: place - 1 }),
              },
            ]
          : []),
        ...(place < kin.length - 1
          ? [
              {
                id: 'right',
                label: t('view.right'),
                icon: 'right' as const,
                run: () => void change(view, { position: place + 1 }),
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

function NameDialog({
  object,
  view,
  onClose,
  onNamed,
}: {
  object: ObjectDefinition;
  /** Null: a new one. */
  view: View | null;
  onClose: () => void;
  onNamed: (name: string, isShared: boolean) => Promise<void>;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const problems = useProblems();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const name = String(given.get('name') ?? '').trim();
    if (!name) return setProblem(problems.fieldText('required'));
    setIsBusy(true);
    await onNamed(name, given.get('is_shared') === 'on');
    setIsBusy(false);
  };
  return (
    <Dialog title={t(view ? 'view.rename' : 'view.new')} isOpen onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={event => void submit(event)}>
        <Field label={t('view.name')} problem={problem}>
          {ids => <Input {...ids} name="name" defaultValue={view?.name} autoFocus maxLength={200} />}
        </Field>
        {!view && may(object.name === 'person' ? 'people.write' : 'records.write') && (
          <Checkbox name="is_shared" label={t('view.share')} />
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {t('view.keep')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
