import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { useBulkEdit } from '@/lib/records/bulk.ts';
import { trashQuery, useObject } from '@/lib/records/queries.ts';
import { useMay, useSession } from '@/lib/session.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useIsPhone, useMedia } from '@/lib/use_media.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { usualColumns } from '../model/columns.ts';
import { keepPlace, placeOf } from '../model/place.ts';
import { useSelection } from '../model/use_selection.ts';
import { Grid } from './grid.tsx';

const PurgeDialog = lazy(() => import('./purge_dialog.tsx'));

const usual_columns_max = 3;
const nothing = () => {};
const never = () => false;

/** What was deleted of an object, the newest first, and can be brought back or deleted for good. */
export function TrashPage({ plural }: { plural: string }) {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const problems = useProblems();
  const object = useObject(plural);
  const bulk = useBulkEdit(plural);
  const isPhone = useIsPhone();
  const isTouch = useMedia('(pointer: coarse), (max-width: 639px)');
  const { density } = useSession().user;
  // People are erased instead, with all that is known of them.
  const canPurge = useMay()('records.purge') && object.name !== 'person';
  const [isPurging, setIsPurging] = useState(false);
  const placeKey = `${plural} trash`;
  const start = placeOf(placeKey);

  const list = useInfiniteQuery(trashQuery(plural));
  const rows = useMemo(() => list.data?.pages.flatMap(page => page.data) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total;
  const selection = useSelection(placeKey, rows);
  const [active, setActive] = useState(start.active);
  const at = Math.min(active, Math.max(0, rows.length - 1));
  const activate = (index: number) => {
    const next = Math.max(0, Math.min(index, rows.length - 1));
    setActive(next);
    keepPlace(placeKey, { active: next });
  };
  const onMore = useCallback(() => {
    if (!list.isFetchingNextPage && !list.isError) void list.fetchNextPage();
  }, [list]);

  const fields = useMemo(() => {
    const told = (name: string, type: FieldDefinition['type'], text: string): FieldDefinition => ({
      name,
      type,
      label: { [i18n.language]: text },
      is_required: false,
      is_sortable: false,
      is_filterable: false,
      is_writable: false,
      is_custom: false,
    });
    const usual = usualColumns(object).flatMap(name => object.fields.filter(field => field.name === name));
    const shown = usual.slice(0, isPhone ? 1 : usual_columns_max);
    return [
      ...shown.map(field => ({ ...field, is_sortable: false })),
      told('deleted_at', 'instant', t('trash.deleted_at')),
      ...(isPhone ? [] : [told('deleted_by', 'text', t('trash.deleted_by'))]),
    ];
  }, [object, isPhone, t, i18n.language]);

  const restore = async (ids: string[]) => {
    try {
      await bulk('restore', selection.isAll ? { is_all: true } : { ids });
      selection.clear();
    } catch (error) {
      problems.show(error);
    }
  };
  const chosen = selection.count > 0 ? [...selection.ids] : rows[at] ? [rows[at].id] : [];
  const hidden = { group: 'list', isInPalette: false, isAvailable: () => rows.length > 0 } as const;
  useActions([
    {
      ...hidden,
      id: 'list.next',
      label: 'list.action.next',
      shortcut: 'j|ArrowDown',
      run: () => activate(at + 1),
    },
    {
      ...hidden,
      id: 'list.previous',
      label: 'list.action.previous',
      shortcut: 'k|ArrowUp',
      run: () => activate(at - 1),
    },
    {
      ...hidden,
      id: 'list.select',
      label: 'list.action.select',
      shortcut: 'x',
      run: () => selection.toggle(at),
    },
    {
      ...hidden,
      id: 'list.select_all',
      label: 'list.select_all',
      shortcut: 'mod+a',
      run: selection.selectAll,
    },
    {
      id: 'trash.restore',
      label: 'trash.restore',
      group: 'list',
      shortcut: 'r',
      isAvailable: () => chosen.length > 0 || selection.isAll,
      run: () => void restore(chosen),
    },
    {
      id: 'trash.purge',
      label: 'trash.purge',
      group: 'list',
      shortcut: 'Delete',
      isAvailable: () => canPurge && (chosen.length > 0 || selection.isAll),
      run: () => setIsPurging(true),
    },
    {
      id: 'list.escape',
      label: 'list.action.escape',
      group: 'list',
      shortcut: 'Escape',
      isInPalette: false,
      isAvailable: () => selection.count > 0,
      run: selection.clear,
    },
  ]);
  return (
    <div className="flex h-full flex-col">
      <PageBar
        title={t('trash.title')}
        before={
          <Link to={`/${plural}`} className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {label(object.label_plural)}
            <Icon name="right" />
          </Link>
        }
      />
      <p className="border-b px-4 py-2 text-sm text-soft max-sm:px-3">
        {object.name === 'person' ? t('trash.text_people') : t('trash.text')}
      </p>
      {rows.length > 0 && (
        <div className="flex min-h-10 flex-wrap items-center gap-2 border-b px-4 py-1 max-sm:px-3">
          {selection.count > 0 && (
            <span className="tnum font-medium text-ink" role="status">
              {selection.isAll
                ? t('bulk.all_selected', { total: format.number(total?.count ?? rows.length) })
                : t('list.selected', { count: selection.count })}
            </span>
          )}
          <Button icon="history" onClick={() => void restore(chosen)}>
            {t('trash.restore')}
          </Button>
          {canPurge && (
            <Button kind="danger" onClick={() => setIsPurging(true)}>
              {t('trash.purge')}
            </Button>
          )}
          {selection.count > 0 && (
            <Button kind="quiet" onClick={selection.clear}>
              {t('list.clear_selection')}
            </Button>
          )}
          <span className="tnum ml-auto text-xs text-quiet">
            {total &&
              t(total.is_exact ? 'list.place' : 'list.place_at_least', {
                place: format.number(at + 1),
                total: format.number(total.count),
              })}
          </span>
        </div>
      )}
      {list.isPending ? (
        <Skeleton lines={10} />
      ) : list.isError && !rows.length ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length ? (
        <Grid
          {...{ plural, fields, rows, isPhone, onMore }}
          label={t('trash.title')}
          rowHeight={isTouch ? 48 : density === 'compact' ? 32 : 40}
          sort={undefined}
          onSort={nothing}
          widths={{}}
          onWidth={nothing}
          active={at}
          onActive={activate}
          selected={selection.ids}
          isAllSelected={selection.isAll}
          onSelectAll={selection.isAll ? selection.clear : selection.selectAll}
          onSelect={(index, isStretch) => (isStretch ? selection.stretchTo(index) : selection.toggle(index))}
          editing={null}
          canEdit={never}
          onEdit={nothing}
          onWrite={nothing}
          onOpen={nothing}
          hasMore={list.hasNextPage}
          scrollTop={start.scrollTop}
          onScroll={scrollTop => keepPlace(placeKey, { scrollTop })}
          hasPages={false}
        />
      ) : (
        <Empty title={t('trash.empty_title')} text={t('trash.empty_text')}>
          <Link to={`/${plural}`} className={buttonClass()}>
            {t('trash.back')}
          </Link>
        </Empty>
      )}
      <Suspense>
        {isPurging && (
          <PurgeDialog
            plural={plural}
            chosen={selection.isAll ? { is_all: true } : { ids: chosen }}
            onDone={selection.clear}
            onClose={() => setIsPurging(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
