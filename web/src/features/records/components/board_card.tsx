import { memo, useLayoutEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, RecordRow } from '@/lib/api/types.ts';
import { IconButton } from '@/ui/button.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { CardFields } from './card_fields.tsx';
import { NameCell } from './name_cell.tsx';

/** A record on the board: its name, and what the view's columns say of it. */
export const BoardCard = memo(function BoardCard({
  plural,
  row,
  fields,
  isReached,
  isPeeked,
  isHeld,
  canMove,
  wanted,
  hintId,
}: {
  plural: string;
  row: RecordRow;
  fields: FieldDefinition[];
  /** Whether Tab comes to it: one card of each column. */
  isReached: boolean;
  isPeeked: boolean;
  /** It is being dragged. */
  isHeld: boolean;
  canMove: boolean;
  /** The card that takes the focus when it appears, such as one that moved. */
  wanted: RefObject<string | null>;
  hintId: string;
}) {
  const { t } = useTranslation();
  const name = useRecordName();
  const card = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (wanted.current !== row.id) return;
    wanted.current = null;
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [row.id, wanted]);
  return (
    <article
      ref={card}
      data-card={row.id}
      tabIndex={isReached ? 0 : -1}
      aria-label={name(row)}
      aria-describedby={hintId}
      aria-current={isPeeked ? 'true' : undefined}
      className={`group/card board-card rounded-md border bg-paper py-2 pr-1 pl-3 text-sm outline-offset-[-1px] hover:border-line-2 ${
        isPeeked ? 'border-accent' : ''
      } ${isHeld ? 'opacity-40' : ''} ${canMove ? 'cursor-grab' : ''}`}
    >
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1 py-px break-words">
          <NameCell plural={plural} row={row} />
        </div>
        <IconButton
          icon="more"
          data-card-menu
          tabIndex={isReached ? 0 : -1}
          label={t('board.card_menu')}
          className="-my-0.5 h-6! w-6! opacity-60 group-hover/card:opacity-100 focus-visible:opacity-100"
        />
      </div>
      <CardFields row={row} fields={fields} />
    </article>
  );
});
