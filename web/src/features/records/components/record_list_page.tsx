import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import { ApiProblem } from '@/lib/api/client.ts';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { throttled, useLive } from '@/lib/live.ts';
import { listQuery, recordQuery, useObject } from '@/lib/records/queries.ts';
import { noteSeen, refresh } from '@/lib/records/refresh.ts';
import { readColumns, writeColumns } from '@/lib/records/views.ts';
import { takeOut, useRecordWrites } from '@/lib/records/writes.ts';
import { mayDo } from '@/lib/roles.ts';
import { useMay, useSession } from '@/lib/session.ts';
import { useIsPhone, useMedia } from '@/lib/use_media.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Button, buttonClass, IconButton } from '@/ui/button.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { columnsOf } from '../model/columns.ts';
import { keepPlace, placeOf } from '../model/place.ts';
import { nextSort, type ListSearch } from '../model/search.ts';
import { useSelection } from '../model/use_selection.ts';
import { BulkBar } from './bulk_bar.tsx';
import { ColumnsMenu } from './columns_menu.tsx';
import { FilterBar } from './filter_bar.tsx';
import { Grid } from './grid.tsx';
import { ListMenu } from './list_menu.tsx';
import { SearchBox } from './search_box.tsx';
import { ViewTabs, type Preset } from './view_tabs.tsx';

const CreateDialog = lazy(() => import('./create_dialog.tsx'));
const ExportDialog = lazy(() => import('./export_dialog.tsx'));
const Peek = lazy(() => import('./peek.tsx'));

/** The list of any object: search, filters, order and the peeked record stand in the address. */
export function RecordListPage({
  plural,
  search,
  presets = [],
  peekMore,
}: {
  plural: string;
  search: ListSearch;
  presets?: Preset[];
  /** What a room shows of a record in the side panel beside its fields. */
  peekMore?: (id: string) => ReactNode;
}) {
  const { filter, sort, q } = search;
  const placeKey = JSON.stringify([plural, filter, sort, q]);
  return <List key={placeKey} {...{ plural, search, presets, peekMore, placeKey }} />;
}

function List({
  plural,
  search,
  presets,
  peekMore,
  placeKey,
}: {
  plural: string;
  search: ListSearch;
  presets: Preset[];
  peekMore?: (id: string) => ReactNode;
  placeKey: string;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useMay();
  const { density } = useSession().user;
  const isPhone = useIsPhone();
  const isTouch = useMedia('(pointer: coarse), (max-width: 639px)');
  const rowHeight = isTouch ? 48 : density === 'compact' ? 32 : 40;
  const object = useObject(plural);
  const { writeField } = useRecordWrites(object);

  const question = { filter: search.filter, sort: search.sort, q: search.q };
  const list = useInfiniteQuery(listQuery(plural, question));
  const rows = useMemo(() => list.data?.pages.flatMap(page => page.data) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total;

  const start = placeOf(placeKey);
  const [active, setActive] = useState(start.active);
  const [editing, setEditing] = useState<{ id: string; field: string } | null>(null);
  const [isExporting, setIsExporting] = useState(false);
  const searchBox = useRef<HTMLInputElement>(null);
  // What the address peeks at is the chosen row, wherever one was before.
  const peeked = search.peek ? rows.findIndex(candidate => candidate.id === search.peek) : -1;
  const at = peeked >= 0 ? peeked : Math.min(active, Math.max(0, rows.length - 1));
  const row = rows[at];
  const selection = useSelection(placeKey, rows);

  const canCreate = mayDo(object, 'create');
  const canDelete = mayDo(object, 'delete');
  const canUpdate = mayDo(object, 'update');
  const canEdit = useCallback((field: FieldDefinition) => canUpdate && field.is_writable, [canUpdate]);
  const isRoomy = useMedia('(min-width: 1600px)');
  const room = isPhone ? 'phone' : search.peek && !isRoomy ? 'beside_peek' : 'wide';
  const columns = useMemo(() => readColumns(search.columns), [search.columns]);
  const fields = useMemo(
    () =>
      columnsOf(
        object,
        room,
        columns.map(column => column.field),
      ),
    [object, room, columns],
  );
  const widths = Object.fromEntries(columns.flatMap(({ field, width }) => (width ? [[field, width]] : [])));
  const objectName = label(object.label).toLocaleLowerCase();

  const go = (change: Partial<ListSearch>, replace = false) =>
    void navigate({ to: '.', search: { ...search, ...change }, replace });
  const open = (id: string) => void navigate({ to: `/${plural}/${id}` });
  const activate = (index: number) => {
    const next = Math.max(0, Math.min(index, rows.length - 1));
    setActive(next);
    keepPlace(placeKey, { active: next });
    if (search.peek && rows[next]) go({ peek: rows[next].id }, true);
  };
  const closePeek = () => {
    setActive(at);
    keepPlace(placeKey, { active: at });
    go({ peek: undefined }, true);
  };
  const peek = (id: string) => (search.peek === id ? closePeek() : go({ peek: id }, true));

  const refreshSoon = useMemo(
    () => throttled(1500, () => void refresh(client, ['records', plural, 'list'])),
    [client, plural],
  );
  useLive(plural === 'people' ? 'people' : null, { change: refreshSoon, gone: refreshSoon }, refreshSoon);

  const hasRow = () => rows.length > 0;
  const hidden = { group: 'list', isInPalette: false, isAvailable: hasRow } as const;
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
      id: 'list.open',
      label: 'list.action.open',
      shortcut: 'Enter',
      run: () => row && open(row.id),
    },
    {
      ...hidden,
      id: 'list.peek',
      label: 'list.action.peek',
      shortcut: 'Space',
      run: () => row && peek(row.id),
    },
    {
      ...hidden,
      id: 'list.select',
      label: 'list.action.select',
      shortcut: 'x',
      run: () => row && selection.toggle(at),
    },
    {
      ...hidden,
      id: 'list.select_down',
      label: 'list.action.select_down',
      shortcut: 'J',
      run: () => {
        selection.stretchTo(Math.min(at + 1, rows.length - 1));
        activate(at + 1);
      },
    },
    {
      ...hidden,
      id: 'list.select_all',
      label: 'list.select_all',
      shortcut: 'mod+a',
      run: selection.selectAll,
    },
    {
      ...hidden,
      id: 'list.edit',
      label: 'list.action.edit',
      shortcut: 'e',
      isAvailable: () => hasRow() && fields.some(canEdit),
      run: () => row && setEditing({ id: row.id, field: fields.find(canEdit)!.name }),
    },
    {
      id: 'list.escape',
      label: 'list.action.escape',
      group: 'list',
      shortcut: 'Escape',
      isInPalette: false,
      isAvailable: () => !!search.peek || selection.count > 0,
      run: () => (search.peek ? closePeek() : selection.clear()),
    },
    {
      id: 'list.search',
      label: 'list.action.search',
      group: 'list',
      shortcut: '/',
      run: () => searchBox.current?.focus(),
    },
    {
      id: 'list.export',
      label: 'export.action',
      group: 'list',
      permission: 'records.export',
      isAvailable: hasRow,
      run: () => setIsExporting(true),
    },
    {
      id: `list.create.${plural}`,
      label: 'list.action.create',
      values: { object: objectName },
      group: 'do',
      shortcut: 'c',
      isAvailable: () => canCreate,
      run: () => go({ new: true }),
    },
  ]);

  const onMore = useCallback(() => {
    if (!list.isFetchingNextPage && !list.isError) void list.fetchNextPage();
  }, [list]);
  const isNarrowed = !!(search.filter || search.q);
  const sortProblem =
    list.error instanceof ApiProblem &&
    list.error.fields.some(field => field.field === 'sort') &&
    search.sort;
  const filterProblem =
    list.error instanceof ApiProblem &&
    list.error.fields.some(field => field.field === 'filter') &&
    search.filter;
  return (
    <div className="flex h-full min-h-0">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageBar title={label(object.label_plural)}>
          <SearchBox
            ref={searchBox}
            value={search.q ?? ''}
            onChange={text => go({ q: text || undefined, peek: undefined }, true)}
          />
          {canCreate && (
            <Button kind="primary" icon="plus" onClick={() => go({ new: true })}>
              {t('list.new')}
            </Button>
          )}
          <ListMenu
            object={object}
            onExport={may('records.export') && rows.length > 0 ? () => setIsExporting(true) : undefined}
          />
        </PageBar>
        <div className="flex min-h-9 items-center gap-1 px-4 pt-1 max-sm:px-3">
          <ViewTabs {...{ object, presets, search }} go={change => go({ ...change, peek: undefined })} />
        </div>
        <div className="flex min-h-10 flex-wrap items-center gap-2 border-b px-4 py-1 max-sm:px-3">
          {selection.count > 0 ? (
            <BulkBar
              object={object}
              chosen={
                selection.isAll
                  ? { is_all: true, filter: search.filter ?? '', q: search.q ?? '' }
                  : { ids: [...selection.ids] }
              }
              selected={selection.count}
              total={total}
              isAll={selection.isAll}
              canUpdate={canUpdate}
              canDelete={canDelete}
              onAll={selection.selectAll}
              onClear={selection.clear}
              onRemoved={() => {
                if (!selection.isAll) takeOut(client, plural, selection.ids);
                selection.clear();
              }}
            />
          ) : (
            <FilterBar
              object={object}
              filter={search.filter}
              onChange={next => go({ filter: next, peek: undefined })}
            />
          )}
          {selection.count === 0 && !isPhone && (
            <span className="ml-auto">
              <ColumnsMenu
                object={object}
                columns={columns}
                onChange={next => go({ columns: writeColumns(next) }, true)}
              />
            </span>
          )}
          <span className="tnum text-xs whitespace-nowrap text-quiet max-sm:ml-auto" aria-live="polite">
            {total &&
              rows.length > 0 &&
              t(total.is_exact ? 'list.place' : 'list.place_at_least', {
                place: format.number(at + 1),
                total: format.number(total.count),
              })}
          </span>
        </div>
        {list.isPending ? (
          <Skeleton lines={10} />
        ) : sortProblem ? (
          <Empty title={t('list.too_many_title')} text={t('list.too_many_text')}>
            <Button onClick={() => go({ sort: undefined })}>{t('list.clear_sort')}</Button>
          </Empty>
        ) : filterProblem ? (
          <Empty title={t('list.bad_filter_title')} text={t('list.bad_filter_text')}>
            <Button onClick={() => go({ filter: undefined })}>{t('list.clear_filter')}</Button>
          </Empty>
        ) : list.isError && !rows.length ? (
          <Problem error={list.error} onRetry={() => void list.refetch()} />
        ) : rows.length ? (
          <Grid
            {...{ plural, fields, rows, editing, canEdit, isPhone, rowHeight, onMore }}
            selected={selection.ids}
            isAllSelected={selection.isAll}
            onSelectAll={selection.isAll ? selection.clear : selection.selectAll}
            label={label(object.label_plural)}
            sort={search.sort}
            widths={widths}
            onWidth={(field, width) =>
              go(
                {
                  columns: writeColumns(
                    fields.map(shown => {
                      const chosen = shown.name === field ? width : widths[shown.name];
                      return chosen ? { field: shown.name, width: chosen } : { field: shown.name };
                    }),
                  ),
                },
                true,
              )
            }
            onSeen={(first, last) => noteSeen(plural, question, first, last)}
            onSort={field => go({ sort: nextSort(search.sort, field) }, true)}
            active={at}
            onActive={activate}
            onSelect={(index, isStretch) =>
              isStretch ? selection.stretchTo(index) : selection.toggle(index)
            }
            onEdit={setEditing}
            onWrite={(target, field, value) => void writeField(target, field, value)}
            onOpen={open}
            hasMore={list.hasNextPage}
            scrollTop={start.scrollTop}
            onScroll={scrollTop => keepPlace(placeKey, { scrollTop })}
          />
        ) : isNarrowed ? (
          <Empty title={t('list.none_found_title')} text={t('list.none_found_text')}>
            <Button onClick={() => go({ filter: undefined, q: undefined })}>{t('list.clear_all')}</Button>
          </Empty>
        ) : (
          <Empty
            title={t(plural === 'people' ? 'list.empty_people_title' : 'list.empty_title')}
            text={t(plural === 'people' ? 'list.empty_people_text' : 'list.empty_text')}
          >
            {canCreate && (
              <Button kind="primary" icon="plus" onClick={() => go({ new: true })}>
                {t('list.action.create', { object: objectName })}
              </Button>
            )}
            {plural !== 'households' && may('files.import') && (
              <Link to="/imports" search={{ new: true }} className={buttonClass('plain')}>
                {t('imports.new')}
              </Link>
            )}
            {plural === 'people' && may('sources.read') && (
              <Link to="/sources" className="self-center text-accent hover:underline">
                {t('list.connect_source')}
              </Link>
            )}
          </Empty>
        )}
      </div>
      {search.peek && (
        <Suspense>
          <Peek object={object} id={search.peek} onClose={closePeek} more={peekMore}>
            <IconButton icon="up" label={t('list.action.previous')} onClick={() => activate(at - 1)} />
            <IconButton icon="down" label={t('list.action.next')} onClick={() => activate(at + 1)} />
          </Peek>
        </Suspense>
      )}
      {isExporting && (
        <Suspense>
          <ExportDialog
            {...{ object, search }}
            shown={fields.map(field => field.name)}
            onClose={() => setIsExporting(false)}
          />
        </Suspense>
      )}
      {canCreate && search.new && (
        <Suspense>
          <CreateDialog
            object={object}
            onClose={() => go({ new: undefined }, true)}
            onCreated={created => {
              client.setQueryData(recordQuery(plural, created.id).queryKey, created);
              void navigate({ to: `/${plural}/${created.id}` });
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
