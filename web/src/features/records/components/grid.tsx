import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useLayoutEffect, useRef, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, RecordRow } from '@/lib/api/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Icon } from '@/ui/icon.tsx';
import { Value } from '@/ui/records/value.tsx';
import { ValueEditor } from '@/ui/records/value_editor.tsx';
import { width_max, width_min } from '@/lib/records/views.ts';
import { weightOf } from '../model/columns.ts';
import { NameCell } from './name_cell.tsx';
import type { FieldValue } from '@/lib/api/types.ts';

const load_ahead_rows = 40;

export interface GridProps {
  plural: string;
  fields: FieldDefinition[];
  rows: RecordRow[];
  label: string;
  sort: string | undefined;
  onSort: (field: string) => void;
  /** Widths that somebody chose, in pixels; the other columns share what is left. */
  widths: Record<string, number>;
  onWidth: (field: string, width: number) => void;
  active: number;
  onActive: (index: number) => void;
  selected: ReadonlySet<string>;
  /** Everything is: what is shown, and what is not loaded yet. */
  isAllSelected: boolean;
  onSelectAll: () => void;
  /** `isStretch`: all from the row chosen last to this one. */
  onSelect: (index: number, isStretch: boolean) => void;
  editing: { id: string; field: string } | null;
  canEdit: (field: FieldDefinition) => boolean;
  onEdit: (cell: { id: string; field: string } | null) => void;
  onWrite: (row: RecordRow, field: string, value: FieldValue) => void;
  onOpen: (id: string) => void;
  hasMore: boolean;
  onMore: () => void;
  scrollTop: number;
  onScroll: (scrollTop: number) => void;
  /** The rows in sight, and some around them. */
  onSeen?: (first: number, last: number) => void;
  isPhone: boolean;
  rowHeight: number;
  /** False where the rows are no records that could be opened. */
  hasPages?: boolean;
  /** The rows that one has at hand, and what a press of a star does. */
  stars?: ReadonlySet<string>;
  onStar?: (row: RecordRow) => void;
}

/**
 * The rows of a list. Cells only show; one handler serves the whole table, the look under the pointer is the stylesheet's, and one
 * editor lies over the cell that is edited. Only the rows in sight are in the document.
 */
export function Grid(props: GridProps) {
  const { fields, rows, active, rowHeight, plural, sort, onSort, hasMore, onMore, isPhone } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const scroller = useRef<HTMLDivElement>(null);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollMargin: 0,
    scrollPaddingStart: 32,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const chosen = items.some(item => item.index === active) ? rows[active] : undefined;

  useEffect(() => {
    virtual.measure();
  }, [rowHeight, virtual]);
  useEffect(() => {
    if (hasMore && lastSeen >= rows.length - load_ahead_rows) onMore();
  }, [hasMore, lastSeen, rows.length, onMore]);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const firstSeen = items[0]?.index ?? 0;
  useEffect(() => latest.current.onSeen?.(firstSeen, lastSeen), [firstSeen, lastSeen]);
  const start = useRef(props.scrollTop);
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: start.current });
  }, []);
  const isFirst = useRef(true);
  useEffect(() => {
    // A list that was left keeps its place; one that an address opens shows its chosen row.
    if (!isFirst.current || start.current === 0) virtual.scrollToIndex(active, { align: 'auto' });
    isFirst.current = false;
  }, [active, virtual]);

  const cellOf = (target: EventTarget) => {
    const element = target as HTMLElement;
    const index = Number(element.closest<HTMLElement>('tr[data-index]')?.dataset.index ?? -1);
    return { row: rows[index], index, field: element.closest<HTMLElement>('td[data-field]')?.dataset.field };
  };
  const onClick = (event: MouseEvent) => {
    const { row, index } = cellOf(event.target);
    const target = event.target as HTMLElement;
    if (!row || target.closest('[data-editor]') || (event.shiftKey && target.closest('a'))) return;
    if (target.closest('[data-star]')) {
      props.onStar?.(row);
      return;
    }
    if (event.shiftKey || target.closest('[data-select]')) props.onSelect(index, event.shiftKey);
    else if (isPhone && !target.closest('a')) props.onOpen(row.id);
    props.onActive(index);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const { row, field: name } = cellOf(event.target);
    const field = fields.find(candidate => candidate.name === name);
    if (row && field && props.canEdit(field)) props.onEdit({ id: row.id, field: field.name });
  };
  // A row is drawn anew only for what is its own: what it calls stays the same.
  const onCommit = useCallback(
    (row: RecordRow, field: FieldDefinition, value: FieldValue, direction?: 'next' | 'previous') => {
      const { fields, canEdit, onEdit, onWrite } = latest.current;
      const writable = fields.filter(canEdit);
      const next = direction && writable[writable.indexOf(field) + (direction === 'next' ? 1 : -1)];
      onEdit(next ? { id: row.id, field: next.name } : null);
      onWrite(row, field.name, value);
    },
    [],
  );
  const onCancel = useCallback(() => latest.current.onEdit(null), []);

  const widthOf = (field: FieldDefinition) => (isPhone ? undefined : props.widths[field.name]);
  const free = fields.filter(field => !widthOf(field));
  const total = free.reduce((sum, field) => sum + weightOf(field), 0);
  // Nothing is squeezed away: where there is too little room, the table is scrolled.
  const widthMin = isPhone
    ? undefined
    : 40 + fields.reduce((sum, field) => sum + (widthOf(field) ?? 40 * weightOf(field)), 0);
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-auto overscroll-contain"
      onScroll={event => props.onScroll(event.currentTarget.scrollTop)}
    >
      <table
        role="grid"
        aria-label={props.label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-activedescendant={chosen && `row-${chosen.id}`}
        tabIndex={0}
        className="w-full table-fixed border-separate border-spacing-0 outline-none"
        style={{ minWidth: widthMin }}
        onClick={onClick}
        onMouseDown={event => event.shiftKey && event.preventDefault()}
        onDoubleClick={onDoubleClick}
      >
        <colgroup>
          {!isPhone && <col style={{ width: 40 }} />}
          {fields.map(field => (
            <col
              key={field.name}
              style={{ width: widthOf(field) ?? `${(weightOf(field) / total) * 100}%` }}
            />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {!isPhone && (
              <th className="sticky top-0 z-10 h-8 border-b bg-paper pl-4">
                <input
                  ref={element => {
                    if (element) element.indeterminate = props.selected.size > 0 && !props.isAllSelected;
                  }}
                  type="checkbox"
                  tabIndex={-1}
                  checked={props.isAllSelected}
                  onChange={props.onSelectAll}
                  aria-label={t('list.select_all')}
                  className="block size-4 accent-(--accent)"
                />
              </th>
            )}
            {fields.map((field, index) => {
              const direction =
                sort === field.name ? 'ascending' : sort === `-${field.name}` ? 'descending' : undefined;
              const edge = isPhone && index === 0 ? 'pl-3' : 'pl-2';
              const name = label(field.label, field.name);
              return (
                <th
                  key={field.name}
                  aria-sort={direction}
                  className={`sticky top-0 z-10 h-8 border-b bg-paper pr-2 text-left text-xs font-medium text-quiet ${edge}`}
                >
                  {field.is_sortable ? (
                    <button
                      type="button"
                      className="flex h-7 max-w-full items-center gap-1 rounded-sm hover:text-ink"
                      onClick={() => onSort(field.name)}
                    >
                      <span className="truncate">{name}</span>
                      {direction && (
                        <Icon
                          name={direction === 'ascending' ? 'arrowUp' : 'arrowDown'}
                          className="size-3!"
                        />
                      )}
                    </button>
                  ) : (
                    <span className="block truncate">{name}</span>
                  )}
                  {!isPhone && (
                    <ColumnEdge
                      label={t('view.column_width', { field: name })}
                      width={widthOf(field)}
                      onWidth={width => props.onWidth(field.name, width)}
                    />
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Space height={before} />}
          {items.map(item => {
            const row = rows[item.index];
            return (
              row && (
                <GridRow
                  key={row.id}
                  {...{ row, fields, plural, isPhone, rowHeight, onCommit, onCancel }}
                  hasPages={props.hasPages ?? true}
                  index={item.index}
                  isActive={item.index === active}
                  isSelected={props.isAllSelected || props.selected.has(row.id)}
                  star={props.stars && (props.stars.has(row.id) ? 'on' : 'off')}
                  edited={props.editing?.id === row.id ? props.editing.field : null}
                />
              )
            );
          })}
          {after > 0 && <Space height={after} />}
        </tbody>
      </table>
    </div>
  );
}

interface GridRowProps {
  row: RecordRow;
  index: number;
  fields: FieldDefinition[];
  plural: string;
  hasPages: boolean;
  isPhone: boolean;
  rowHeight: number;
  isActive: boolean;
  isSelected: boolean;
  star: 'on' | 'off' | undefined;
  edited: string | null;
  onCommit: (
    row: RecordRow,
    field: FieldDefinition,
    value: FieldValue,
    direction?: 'next' | 'previous',
  ) => void;
  onCancel: () => void;
}

const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, index, fields, plural, isPhone, isActive, isSelected, edited, star } = props;
  const { t } = useTranslation();
  const tint = isSelected ? 'bg-accent-soft' : isActive ? 'bg-paper-3' : 'hover:bg-paper-2';
  return (
    <tr
      id={`row-${row.id}`}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`group/row ${tint}`}
      style={{ height: props.rowHeight }}
    >
      {!isPhone && (
        <td className="border-b pl-4" data-select>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={isSelected}
            readOnly
            aria-label={t('list.select_row')}
            className="block size-4 accent-(--accent)"
          />
        </td>
      )}
      {fields.map((field, place) => (
        <td
          key={field.name}
          data-field={field.name}
          className={`relative border-b pr-2 ${isPhone && place === 0 ? 'pl-3' : 'pl-2'} ${
            isActive && place === 0 ? 'shadow-[inset_2px_0_0_var(--accent)]' : ''
          }`}
        >
          {edited === field.name ? (
            <div data-editor className="absolute inset-x-0 top-0 z-20 p-0.5">
              <ValueEditor
                field={field}
                value={row[field.name]}
                subject={{ object: row.object, id: row.id }}
                onCommit={(value, direction) => props.onCommit(row, field, value, direction)}
                onCancel={props.onCancel}
              />
            </div>
          ) : (
            <div className="flex items-center gap-1">
              <div className="tnum min-w-0 truncate">
                {field.name === 'name' && props.hasPages ? (
                  <NameCell plural={plural} row={row} />
                ) : (
                  <Value field={field} value={row[field.name]} />
                )}
              </div>
              {star && field.name === 'name' && (
                <button
                  type="button"
                  data-star
                  tabIndex={-1}
                  aria-pressed={star === 'on'}
                  aria-label={t('list.star')}
                  title={t(star === 'on' ? 'talk.favour_no_more' : 'talk.favour')}
                  className="flex size-6 shrink-0 items-center justify-center rounded-sm text-quiet opacity-0 group-hover/row:opacity-100 hover:text-ink focus-visible:opacity-100 aria-pressed:text-accent aria-pressed:opacity-100 max-sm:hidden max-sm:aria-pressed:flex [&[aria-pressed=true]>svg]:fill-current"
                >
                  <Icon name="star" />
                </button>
              )}
            </div>
          )}
        </td>
      ))}
    </tr>
  );
});

/** The right edge of a heading, which is drawn or moved by the arrows. */
function ColumnEdge({
  label,
  width,
  onWidth,
}: {
  label: string;
  width: number | undefined;
  onWidth: (width: number) => void;
}) {
  const fit = (pixels: number) => Math.max(width_min, Math.min(width_max, Math.round(pixels)));
  const measured = (edge: HTMLElement) => edge.parentElement!.getBoundingClientRect().width;
  return (
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width ?? 0}
      aria-valuemin={width_min}
      aria-valuemax={width_max}
      tabIndex={0}
      className="absolute inset-y-1 right-0 w-2 cursor-col-resize touch-none border-r border-transparent hover:border-line-2 focus-visible:border-accent"
      onKeyDown={event => {
        const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0;
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        onWidth(fit(measured(event.currentTarget) + step));
      }}
      onPointerDown={event => {
        const edge = event.currentTarget;
        const [start, from] = [measured(edge), event.clientX];
        edge.setPointerCapture(event.pointerId);
        edge.onpointerup = up => {
          edge.onpointerup = null;
          if (Math.abs(up.clientX - from) > 2) onWidth(fit(start + up.clientX - from));
        };
      }}
      onClick={event => event.stopPropagation()}
    />
  );
}

function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden="true">
      <td style={{ height }} />
    </tr>
  );
}
