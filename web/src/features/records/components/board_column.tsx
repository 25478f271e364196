import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode, type RefObject, type UIEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { listQuery, type ListQuestion } from '@/lib/records/queries.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Button } from '@/ui/button.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import type { BoardColumn } from '../model/board.ts';
import { BoardCard } from './board_card.tsx';

const load_ahead_px = 600;

/** One column of a board: what it is called and comes to, and its cards, which it reads by itself page by page. */
export function Column({
  plural,
  column,
  question,
  title,
  name,
  sum,
  fields,
  active,
  peeked,
  held,
  isOver,
  canMove,
  wanted,
  hintId,
}: {
  plural: string;
  column: BoardColumn;
  question: ListQuestion;
  title: ReactNode;
  name: string;
  sum: FieldDefinition | undefined;
  fields: FieldDefinition[];
  /** The card that had the focus last, in whichever column. */
  active: string | null;
  peeked: string | undefined;
  held: string | null;
  /** A card is held over it. */
  isOver: boolean;
  canMove: boolean;
  wanted: RefObject<string | null>;
  hintId: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useInfiniteQuery(listQuery(plural, question));
  // A card that was moved in may come again with the page where it belongs.
  const rows = useMemo(
    () => [
      ...new Map(list.data?.pages.flatMap(page => page.data.map(row => [row.id, row] as const))).values(),
    ],
    [list.data],
  );
  const reached = rows.some(row => row.id === active) ? active : rows[0]?.id;
  const { total } = column;
  const onMore = () => {
    if (list.hasNextPage && !list.isFetchingNextPage && !list.isError) void list.fetchNextPage();
  };
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: UIEvent) => {
    if (scrollHeight - scrollTop - clientHeight < load_ahead_px) onMore();
  };
  return (
    <section
      data-column={column.key}
      aria-label={total ? `${name}: ${format.number(total.count)}` : name}
      className={`flex h-full w-72 shrink-0 snap-center flex-col rounded-md border max-sm:w-[82vw] ${
        isOver ? 'border-accent bg-accent-soft' : 'border-transparent bg-paper-2'
      }`}
    >
      <header className="flex flex-col gap-0.5 px-3 pt-2 pb-1.5">
        <h2 className="flex items-center gap-2 text-sm font-medium">
          <span className="min-w-0 truncate">{title}</span>
          <span className="tnum ml-auto text-xs font-normal text-soft">
            {total ? format.number(total.count) : ''}
          </span>
        </h2>
        {sum && (
          <p className="tnum flex min-h-4 flex-wrap justify-end gap-x-3 text-xs text-soft">
            {total?.sums.map(({ amount, currency }) => (
              <span key={currency}>
                {amount === null
                  ? t('board.sum_too_large')
                  : format.exact(amount, currency, sum.type === 'decimal' ? (sum.scale ?? 0) : undefined)}
              </span>
            ))}
          </p>
        )}
      </header>
      <div
        className="flex min-h-0 flex-1 flex-col gap-1.5 overflow-y-auto overscroll-y-contain px-1.5 pb-2"
        onScroll={onScroll}
      >
        {list.isPending ? (
          <Skeleton lines={4} />
        ) : list.isError && !rows.length ? (
          <Problem error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          rows.map(row => (
            <BoardCard
              key={row.id}
              {...{ plural, row, fields, canMove, wanted, hintId }}
              isReached={row.id === reached}
              isPeeked={row.id === peeked}
              isHeld={row.id === held}
            />
          ))
        )}
        {/* Never disabled: it would lose the focus, and the key that was meant for it would open a card. */}
        {list.hasNextPage && rows.length > 0 && (
          <Button kind="quiet" onClick={onMore}>
            {t('ui.show_more')}
          </Button>
        )}
      </div>
    </section>
  );
}
