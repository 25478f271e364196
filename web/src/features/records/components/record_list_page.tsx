import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { throttled, useLive } from '@/lib/live.ts';
import { listQuery, useListTotal, useObject } from '@/lib/records/queries.ts';
import { noteSeen, refresh } from '@/lib/records/refresh.ts';
import { readColumns, writeColumns } from '@/lib/records/views.ts';
import { takeOut, useRecordWrites } from '@/lib/records/writes.ts';
import { mayDo } from '@/lib/roles.ts';
import { useFavourites, useMarkWrites } from '@/lib/talk.ts';
import { useSession } from '@/lib/session.ts';
import { useIsPhone, useMedia } from '@/lib/use_media.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Skeleton } from '@/ui/states.tsx';
import { columnsOf } from '../model/columns.ts';
import { usualField } from '../model/kinds.ts';
import { keepPlace, placeOf } from '../model/place.ts';
import { nextSort, type Go, type ListSearch } from '../model/search.ts';
import { useSelection } from '../model/use_selection.ts';
import { BulkBar } from './bulk_bar.tsx';
import { ColumnsMenu } from './columns_menu.tsx';
import { Grid } from './grid.tsx';
import { ListFrame, type ListProps } from './list_frame.tsx';
import { isAbout, ListEmpty, ListProblem } from './list_states.tsx';
import type { Preset } from './view_tabs.tsx';

const shown = {
  board: lazy(() => import('./board.tsx')),
  calendar: lazy(() => import('./calendar.tsx')),
};

/** The list of any object: search, filters, order, how it is shown and the peeked record stand in the address. */
export function RecordListPage({
  plural,
  search,
  presets = [],
  peekMore,
}: {
  plural: string;
  search: ListSearch;
  presets?: Preset[];
  peekMore?: ListProps['peekMore'];
}) {
  const navigate = useNavigate();
  const object = useObject(plural);
  const go: Go = (change, replace = false) =>
    void navigate({ to: '.', search: { ...search, ...change }, replace });
  if (search.as) {
    const Shown = shown[search.as];
    const by = search.by ?? usualField(object, search.as)?.name;
    return (
      <Suspense fallback={<Skeleton lines={10} />}>
        <Shown key={plural} {...{ object, presets, peekMore, go }} search={{ ...search, by }} />
      </Suspense>
    );
  }
  const { filter, sort, q } = search;
  const placeKey = JSON.stringify([plural, filter, sort, q]);
  return <List key={placeKey} {...{ object, search, presets, peekMore, go, placeKey }} />;
}

function List({ object, search, presets, peekMore, go, placeKey }: ListProps & { placeKey: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { density } = useSession().user;
  const isPhone = useIsPhone();
  const isTouch = useMedia('(pointer: coarse), (max-width: 639px)');
  const rowHeight = isTouch ? 48 : density === 'compact' ? 32 : 40;
  const { plural } = object;
  const { writeField } = useRecordWrites(object);

  const question = { filter: search.filter, sort: search.sort, q: search.q };
  const list = useInfiniteQuery(listQuery(plural, question));
  const rows = useMemo(() => list.data?.pages.flatMap(page => page.data) ?? [], [list.data]);
  const total = useListTotal(plural, question, list.data?.pages[0]);

  const start = placeOf(placeKey);
  const [active, setActive] = useState(start.active);
  const [editing, setEditing] = useState<{ id: string; field: string } | null>(null);
  // What the address peeks at is the chosen row, wherever one was before.
  const peeked = search.peek ? rows.findIndex(candidate => candidate.id === search.peek) : -1;
  const at = peeked >= 0 ? peeked : Math.min(active, Math.max(0, rows.length - 1));
  const row = rows[at];
  const selection = useSelection(placeKey, rows);

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
    () =>
      throttled(1500, () => {
        for (const part of ['list', 'total']) void refresh(client, ['records', plural, part]);
      }),
    [client, plural],
  );
  useLive(plural === 'people' ? 'people' : null, { change: refreshSoon, gone: refreshSoon }, refreshSoon);

  const favourites = useFavourites();
  const { favour } = useMarkWrites();
  const stars = useMemo(() => new Set(favourites.map(({ id }) => id)), [favourites]);
  const onStar = (starred: { id: string }) =>
    void favour({ object: object.name, id: starred.id }, !stars.has(starred.id));

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
      id: 'list.star',
      label: 'list.action.star',
      shortcut: 's',
      run: () => row && onStar(row),
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
  ]);

  const onMore = useCallback(() => {
    if (!list.isFetchingNextPage && !list.isError) void list.fetchNextPage();
  }, [list]);
  return (
    <ListFrame
      {...{ object, search, go, presets, peekMore }}
      hasRows={rows.length > 0}
      shown={fields.map(field => field.name)}
      onClosePeek={closePeek}
      onStep={step => activate(at + step)}
      chosen={
        selection.count > 0 ? (
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
        ) : undefined
      }
      tools={
        selection.count === 0 &&
        !isPhone && (
          <span className="ml-auto">
            <ColumnsMenu
              object={object}
              columns={columns}
              onChange={next => go({ columns: writeColumns(next) }, true)}
            />
          </span>
        )
      }
      place={
        total &&
        rows.length > 0 &&
        t(total.is_exact ? 'list.place' : 'list.place_at_least', {
          place: format.number(at + 1),
          total: format.number(total.count),
        })
      }
    >
      {list.isPending ? (
        <Skeleton lines={10} />
      ) : list.isError && (!rows.length || isAbout(list.error, 'sort') || isAbout(list.error, 'filter')) ? (
        <ListProblem {...{ search, go }} error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length ? (
        <Grid
          {...{ plural, fields, rows, editing, canEdit, isPhone, rowHeight, onMore, stars, onStar }}
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
          onSelect={(index, isStretch) => (isStretch ? selection.stretchTo(index) : selection.toggle(index))}
          onEdit={setEditing}
          onWrite={(target, field, value) => void writeField(target, field, value)}
          onOpen={open}
          hasMore={list.hasNextPage}
          scrollTop={start.scrollTop}
          onScroll={scrollTop => keepPlace(placeKey, { scrollTop })}
        />
      ) : (
        <ListEmpty {...{ object, search, go }} />
      )}
    </ListFrame>
  );
}
