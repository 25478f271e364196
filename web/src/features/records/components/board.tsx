import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useId, useMemo, useRef, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { FieldDefinition, RecordRow } from '@/lib/api/types.ts';
import { throttled, useLive } from '@/lib/live.ts';
import { groupsQuery, useCardMoves, type GroupsQuestion } from '@/lib/records/board.ts';
import { listQuery, usersQuery } from '@/lib/records/queries.ts';
import { refresh } from '@/lib/records/refresh.ts';
import { readColumns } from '@/lib/records/views.ts';
import { mayDo } from '@/lib/roles.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useIsPhone } from '@/lib/use_media.ts';
import { MenuAt } from '@/ui/menu_at.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { useValueText, Value } from '@/ui/records/value.tsx';
import { Empty, Skeleton } from '@/ui/states.tsx';
import { columnsOfBoard, summingFields, type BoardColumn } from '../model/board.ts';
import { cardFieldsOf, columnsOf } from '../model/columns.ts';
import { within } from '../model/kinds.ts';
import { useDrag } from '../model/use_drag.ts';
import { Column } from './board_column.tsx';
import { BoardTools } from './board_tools.tsx';
import { ByField } from './by_field.tsx';
import { ListFrame, type ListProps } from './list_frame.tsx';
import { isAbout, ListEmpty, ListProblem } from './list_states.tsx';

const cards_a_page = 30;
const refresh_ms = 3000;

/** The records of an object in columns by the values of a field, moved from one to another by pointer, finger or keyboard. */
export default function Board(props: ListProps) {
  return (
    <ByField kind="board" {...props}>
      {field => <BoardBy key={field.name} {...props} field={field} />}
    </ByField>
  );
}

function BoardBy({ object, search, go, presets, peekMore, field }: ListProps & { field: FieldDefinition }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const name = useRecordName();
  const valueText = useValueText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const isPhone = useIsPhone();
  const hintId = useId();
  const { plural } = object;
  const { filter, sort, q } = search;

  const sum = summingFields(object).find(candidate => candidate.name === search.sum);
  const asked: GroupsQuestion = { by: field.name, sum: sum?.name, filter, q };
  const groups = useQuery({ ...groupsQuery(plural, asked), placeholderData: keepPreviousData });
  const users = useQuery({ ...usersQuery, enabled: field.type === 'user' });
  const columns = useMemo(
    () => columnsOfBoard(field, groups.data?.data, users.data),
    [field, groups.data, users.data],
  );
  const questionOf = (column: BoardColumn) => ({
    filter: within(filter, column.rule),
    sort,
    q,
    limit: cards_a_page,
  });
  const placeOf = (column: BoardColumn) => ({ value: column.value, question: questionOf(column) });
  const columnOf = (key: string | undefined) => columns?.find(column => column.key === key);
  const titleOf = (column: BoardColumn) =>
    column.key
      ? valueText(field, column.value)
      : t('board.not_set', { field: label(field.label, field.name) });
  const rowsOf = (column: BoardColumn): RecordRow[] =>
    client.getQueryData(listQuery(plural, questionOf(column)).queryKey)?.pages.flatMap(page => page.data) ??
    [];
  const total = groups.data?.total.count;

  const chosen = useMemo(() => readColumns(search.columns).map(column => column.field), [search.columns]);
  const cardFields = useMemo(() => cardFieldsOf(object, chosen, field), [object, chosen, field]);

  // What the focus, the pointer and the menu are at

  const board = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const [active, setActive] = useState<string | null>(search.peek ?? null);
  const [menu, setMenu] = useState<{ id: string; key: string; anchor: HTMLElement } | null>(null);
  const canMove = field.is_writable && mayDo(object, 'update');
  const cardElement = (id: string) =>
    board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`) ?? null;
  const keyAround = (element: Element | null) =>
    element?.closest<HTMLElement>('[data-column]')?.dataset.column;
  /** The card that keys mean: the one with the focus, the one that had it last, the first of all. */
  const current = (): { element: HTMLElement; column: BoardColumn; id: string } | null => {
    const element =
      document.activeElement?.closest<HTMLElement>('[data-card]') ??
      (active ? cardElement(active) : null) ??
      board.current?.querySelector<HTMLElement>('[data-card]') ??
      null;
    const column = columnOf(keyAround(element));
    return element && column ? { element, column, id: element.dataset.card! } : null;
  };
  const focus = (element: HTMLElement | null | undefined) => {
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { card } = element.dataset;
    if (search.peek && card && card !== search.peek) go({ peek: card }, true);
  };
  const cardsIn = (key: string) => [
    ...(board.current?.querySelectorAll<HTMLElement>(`[data-column="${CSS.escape(key)}"] [data-card]`) ?? []),
  ];
  const step = (by: 1 | -1) => {
    const at = current();
    if (!at || !at.element.contains(document.activeElement)) return focus(at?.element);
    const cards = cardsIn(at.column.key);
    focus(cards[cards.indexOf(at.element) + by]);
  };
  const side = (by: 1 | -1) => {
    const at = current();
    if (!at || !columns) return;
    const height = cardsIn(at.column.key).indexOf(at.element);
    for (let to = columns.indexOf(at.column) + by; columns[to]; to += by) {
      const cards = cardsIn(columns[to]!.key);
      if (cards.length) return focus(cards[Math.min(height, cards.length - 1)]);
    }
  };

  const moveCard = useCardMoves(object, field.name, asked);
  const move = (id: string, from: BoardColumn, to: BoardColumn | undefined) => {
    const row = rowsOf(from).find(candidate => candidate.id === id);
    if (!row || !to || to.key === from.key || !canMove || (field.is_required && !to.key)) return;
    setActive(id);
    wanted.current = id;
    void moveCard(
      row,
      placeOf(from),
      placeOf(to),
      t('board.moved', { name: name(row), column: titleOf(to) }),
    );
  };
  const shift = (by: 1 | -1) => {
    const at = current();
    if (at && columns) move(at.id, at.column, columns[columns.indexOf(at.column) + by]);
  };
  const { dragged, onPointerDown, attach } = useDrag((id, from, to) => {
    const source = columnOf(from);
    if (source) move(id, source, columnOf(to));
  });

  const setBoard = useCallback(
    (element: HTMLDivElement | null) => {
      board.current = element;
      return attach(element);
    },
    [attach],
  );

  const open = (id: string) => void navigate({ to: `/${plural}/${id}` });
  const peek = (id: string) => go({ peek: search.peek === id ? undefined : id }, true);
  const openMenu = (element: HTMLElement) => {
    const card = element.closest<HTMLElement>('[data-card]');
    const key = keyAround(card);
    if (card && key !== undefined)
      setMenu({
        id: card.dataset.card!,
        key,
        anchor: card.querySelector<HTMLElement>('[data-card-menu]') ?? card,
      });
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>('[data-card]');
    if (!card || target.closest('a')) return;
    if (target.closest('[data-card-menu]')) openMenu(target);
    else if (isPhone) open(card.dataset.card!);
    else peek(card.dataset.card!);
  };

  const refreshSoon = useMemo(
    () =>
      throttled(refresh_ms, () => {
        void refresh(client, ['records', plural, 'list']);
        void refresh(client, ['records', plural, 'groups']);
      }),
    [client, plural],
  );
  useLive(plural === 'people' ? 'people' : null, { change: refreshSoon, gone: refreshSoon }, refreshSoon);

  const hasCard = () => !!current();
  const onCard = { group: 'list', isInPalette: false, isAvailable: hasCard } as const;
  const ofMoves = { ...onCard, isAvailable: () => canMove && hasCard() };
  const openCurrent = () => {
    const at = current();
    if (at) open(at.id);
  };
  const peekCurrent = () => {
    const at = current();
    if (at) peek(at.id);
  };
  useActions([
    {
      ...ofMoves,
      id: 'board.move_right',
      label: 'board.action.move_right',
      shortcut: 'shift+ArrowRight',
      run: () => shift(1),
    },
    {
      ...ofMoves,
      id: 'board.move_left',
      label: 'board.action.move_left',
      shortcut: 'shift+ArrowLeft',
      run: () => shift(-1),
    },
    {
      ...ofMoves,
      id: 'board.move',
      label: 'board.action.move',
      shortcut: 'm',
      run: () => {
        const at = current();
        if (at) openMenu(at.element);
      },
    },
    { ...onCard, id: 'board.down', label: 'board.action.down', shortcut: 'j|ArrowDown', run: () => step(1) },
    { ...onCard, id: 'board.up', label: 'board.action.up', shortcut: 'k|ArrowUp', run: () => step(-1) },
    { ...onCard, id: 'board.right', label: 'board.action.right', shortcut: 'ArrowRight', run: () => side(1) },
    { ...onCard, id: 'board.left', label: 'board.action.left', shortcut: 'ArrowLeft', run: () => side(-1) },
    { ...onCard, id: 'list.open', label: 'list.action.open', shortcut: 'Enter', run: openCurrent },
    { ...onCard, id: 'list.peek', label: 'list.action.peek', shortcut: 'Space', run: peekCurrent },
    {
      id: 'list.escape',
      label: 'board.action.escape',
      group: 'list',
      shortcut: 'Escape',
      isInPalette: false,
      isAvailable: () => !!search.peek,
      run: () => go({ peek: undefined }, true),
    },
  ]);

  const tooMany = columns === null || isAbout(groups.error, 'by');
  const isWaiting = groups.isPending && field.type !== 'choice' && field.type !== 'boolean';
  const menuColumn = columnOf(menu?.key);
  return (
    <ListFrame
      {...{ object, search, go, presets, peekMore }}
      hasRows={!!total}
      shown={columnsOf(object, 'wide', chosen).map(each => each.name)}
      onClosePeek={() => go({ peek: undefined }, true)}
      onStep={step}
      tools={<BoardTools {...{ object, search, go, field, sum, canMove }} />}
      place={total === undefined ? undefined : t('board.total', { total: format.number(total) })}
    >
      {tooMany ? (
        <Empty title={t('board.too_many_title')} text={t('board.too_many_text')} />
      ) : groups.isError && !groups.data ? (
        <ListProblem {...{ search, go }} error={groups.error} onRetry={() => void groups.refetch()} />
      ) : isWaiting ? (
        <Skeleton lines={10} />
      ) : total === 0 ? (
        <ListEmpty {...{ object, search, go }} />
      ) : (
        <div
          ref={setBoard}
          role="group"
          aria-label={t('board.label', {
            objects: label(object.label_plural, plural),
            field: label(field.label, field.name),
          })}
          className="board flex min-h-0 flex-1 gap-2 overflow-x-auto overscroll-x-contain p-3 max-sm:snap-x max-sm:snap-mandatory"
          onClick={onClick}
          onPointerDown={canMove ? onPointerDown : undefined}
          onFocus={({ target }) => {
            const card = target.closest<HTMLElement>('[data-card]');
            if (card) setActive(card.dataset.card!);
          }}
        >
          <p id={hintId} className="sr-only">
            {t(canMove ? 'board.hint' : 'board.hint_read_only')}
          </p>
          {columns.map(column => (
            <Column
              key={column.key}
              {...{ plural, column, sum, canMove, wanted, hintId, active }}
              question={questionOf(column)}
              name={titleOf(column)}
              title={column.key ? <Value field={field} value={column.value} /> : titleOf(column)}
              fields={cardFields}
              peeked={search.peek}
              held={dragged?.id ?? null}
              isOver={dragged?.over === column.key && dragged.from !== column.key}
            />
          ))}
        </div>
      )}
      {menu && menuColumn && (
        <MenuAt
          anchor={menu.anchor}
          titles={[canMove ? t('board.move_to') : undefined]}
          groups={[
            canMove
              ? columns!
                  .filter(column => column.key || !field.is_required)
                  .map(column => ({
                    id: `to ${column.key}`,
                    label: titleOf(column),
                    isChosen: column.key === menu.key,
                    run: () => move(menu.id, menuColumn, column),
                  }))
              : [],
            [
              {
                id: 'open',
                label: t('list.action.open'),
                icon: 'right',
                shortcut: 'Enter',
                run: () => open(menu.id),
              },
              {
                id: 'peek',
                label: t('list.action.peek'),
                icon: 'panel',
                shortcut: 'Space',
                run: () => peek(menu.id),
              },
            ],
          ]}
          onClose={() => {
            setMenu(null);
            cardElement(menu.id)?.focus({ preventScroll: true });
          }}
        />
      )}
    </ListFrame>
  );
}
