import { memo } from 'react';
import type { FieldDefinition, RecordRow } from '@/lib/api/types.ts';
import { isEmpty } from '@/lib/records/values.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { Value } from '@/ui/records/value.tsx';
import { CardFields } from './card_fields.tsx';

/** A record on its day: the time where there is one, its name, and what the view's columns say of it. */
export const Entry = memo(function Entry({
  row,
  by,
  fields,
  isRoomy,
  isReached,
  isPeeked,
  isHeld,
  canMove,
}: {
  row: RecordRow;
  by: FieldDefinition;
  fields: FieldDefinition[];
  /** Whether there is more than one line for it. */
  isRoomy: boolean;
  /** Whether Tab comes to it. */
  isReached: boolean;
  isPeeked: boolean;
  /** It is being moved. */
  isHeld: boolean;
  canMove: boolean;
}) {
  const format = useFormat();
  const name = useRecordName();
  const at = row[by.name];
  return (
    <div
      role="button"
      data-card={row.id}
      data-item
      tabIndex={isReached ? 0 : -1}
      title={isRoomy ? undefined : name(row)}
      aria-current={isPeeked ? 'true' : undefined}
      className={`min-w-0 shrink-0 rounded-sm border text-xs select-none [-webkit-touch-callout:none] hover:border-line-2 ${
        isPeeked ? 'border-accent' : isHeld ? 'border-line-2' : 'border-transparent'
      } ${isHeld ? 'border-dashed' : 'bg-paper-3'} ${canMove ? 'cursor-grab!' : ''} ${
        isRoomy ? 'px-2 py-1 max-sm:py-2 max-sm:text-sm' : 'flex h-6 items-center gap-1.5 px-1.5'
      }`}
    >
      <span className={isRoomy ? 'flex items-baseline gap-1.5' : 'contents'}>
        {by.type === 'instant' && typeof at === 'string' && (
          <time dateTime={at} className="tnum shrink-0 text-quiet">
            {format.time(at)}
          </time>
        )}
        <span
          className={`font-medium ${isRoomy ? 'min-w-0 break-words' : 'truncate'} ${row.name ? 'text-ink' : 'text-quiet'}`}
        >
          {name(row)}
        </span>
      </span>
      {isRoomy ? (
        <CardFields row={row} fields={fields} />
      ) : (
        fields.map(
          field =>
            !isEmpty(row[field.name]) && (
              <span key={field.name} className="tnum max-w-1/2 shrink truncate text-soft">
                <Value field={field} value={row[field.name]} />
              </span>
            ),
        )
      )}
    </div>
  );
});
