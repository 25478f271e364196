import { lazy, Suspense, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, RecordRow } from '@/lib/api/types.ts';
import { blocksOf, linesOf, type Block } from '@/lib/records/composites.ts';
import { isEmpty } from '@/lib/records/values.ts';
import { useRecordWrites } from '@/lib/records/writes.ts';
import { mayDo } from '@/lib/roles.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Button, IconButton } from '../button.tsx';
import { Skeleton } from '../states.tsx';
import type { PartsHandle } from './parts_editor.tsx';
import { useValueText, Value } from './value.tsx';
import { ValueEditor } from './value_editor.tsx';

const PartsEditor = lazy(() => import('./parts_editor.tsx'));

/** What the record itself says of its making stands elsewhere on a page. */
const ofTheRecord = ['id', 'version', 'created_at', 'updated_at'];

/** The fields of a record, each edited where it stands, and the parts of a composite as one. Empty ones keep aside until they are asked for. */
export function FieldsPanel({
  object,
  row,
  leaveOut = [],
  first = [],
  beside,
}: {
  object: ObjectDefinition;
  row: RecordRow;
  leaveOut?: string[];
  /** The fields that stand before the others. */
  first?: string[];
  /** What else can be done with fields that stand as one and have a value, such as asking where it came from. */
  beside?: (name: string, fields: FieldDefinition[]) => ReactNode;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const { writeField, writeParts } = useRecordWrites(object);
  /** The blocks that are edited: one that was turned to, and composites that were left but are not saved yet. */
  const [editing, setEditing] = useState<string[]>([]);
  const parts = useRef(new Map<string, PartsHandle>());
  const [showsEmpty, setShowsEmpty] = useState(false);

  const mayWrite = mayDo(object, 'update');
  const rank = (field: FieldDefinition) =>
    first.includes(field.name) ? first.indexOf(field.name) : first.length;
  const fields = object.fields
    .filter(field => !leaveOut.includes(field.name) && !ofTheRecord.includes(field.name))
    .toSorted((a, b) => rank(a) - rank(b));
  const blocks = blocksOf(object, fields);
  const isBare = (block: Block) => block.fields.every(field => isEmpty(row[field.name]));
  const hidden = blocks.filter(block => isBare(block) && !editing.includes(block.name));
  const shown = showsEmpty ? blocks : blocks.filter(block => !hidden.includes(block));
  const canEdit = (block: Block) => mayWrite && block.fields.some(field => field.is_writable);

  const close = (name: string) => setEditing(open => open.filter(each => each !== name));
  const returnToFault = () => [...parts.current.values()].some(each => each.returnToFault());
  /** What was typed into parts stays until it is saved or forgotten: where it was refused, nothing else is turned to. */
  const edit = (name: string) => {
    if (returnToFault()) return;
    const kept = [...parts.current.keys()];
    setEditing(open => [...open.filter(each => each !== name && kept.includes(each)), name]);
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const name = target.closest<HTMLElement>('[data-value]')?.dataset.value;
    if (target.closest('a, button, input, select, textarea, form')) return;
    if (name) edit(name);
    // What is said of a fault moves the fields below it, from under a pointer that was on one of them.
    else returnToFault();
  };
  const moveFrom = (block: Block, step: number) => {
    const writable = shown.filter(canEdit);
    const next = writable[writable.indexOf(block) + step];
    close(block.name);
    if (next) edit(next.name);
  };
  const editorOf = (block: Block) => {
    const [field] = block.fields;
    const name = label(block.label, block.name);
    if (block.composite)
      return (
        <Suspense fallback={<Skeleton lines={block.fields.length} />}>
          <PartsEditor
            ref={handle => {
              if (handle) parts.current.set(block.name, handle);
              else parts.current.delete(block.name);
            }}
            name={name}
            fields={block.fields.filter(each => each.is_writable)}
            row={row}
            onSave={values => writeParts(row, values, name)}
            onClose={() => close(block.name)}
          />
        </Suspense>
      );
    return (
      field && (
        <ValueEditor
          field={field}
          value={row[field.name]}
          subject={{ object: object.name, id: row.id }}
          onCommit={(value, move) => {
            if (move) moveFrom(block, move === 'next' ? 1 : -1);
            else close(block.name);
            void writeField(row, field.name, value);
          }}
          onCancel={() => close(block.name)}
        />
      )
    );
  };

  return (
    <div>
      <dl className="flex flex-col" onClick={onClick}>
        {shown.map(block => {
          const name = label(block.label, block.name);
          return (
            <div
              key={block.name}
              className="group/field grid min-h-(--tap) grid-cols-[96px_1fr] content-center items-baseline gap-2"
            >
              <dt className="py-1 text-quiet">{name}</dt>
              <dd className="min-w-0 text-ink">
                {editing.includes(block.name) ? (
                  editorOf(block)
                ) : (
                  <div className="relative flex items-center rounded-sm group-hover/field:bg-hover">
                    <div
                      data-value={canEdit(block) ? block.name : undefined}
                      className={`min-w-0 flex-1 py-1 wrap-anywhere whitespace-pre-line ${canEdit(block) ? 'cursor-text' : ''}`}
                    >
                      <BlockValue block={block} row={row} />
                    </div>
                    <div className="flex items-center bg-hover opacity-0 group-focus-within/field:opacity-100 group-hover/field:opacity-100 pointer-coarse:bg-transparent pointer-coarse:opacity-100 pointer-fine:absolute pointer-fine:right-0">
                      {beside && !isBare(block) && beside(name, block.fields)}
                      {canEdit(block) && (
                        <IconButton
                          icon="edit"
                          className="h-6! w-6!"
                          label={t('record.edit_field', { field: name })}
                          onClick={() => edit(block.name)}
                        />
                      )}
                    </div>
                  </div>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {hidden.length > 0 && (
        <Button kind="quiet" className="-ml-2.5 font-normal!" onClick={() => setShowsEmpty(!showsEmpty)}>
          {showsEmpty ? t('record.hide_empty') : t('record.show_empty', { count: hidden.length })}
        </Button>
      )}
    </div>
  );
}

/** The value of a field, or the lines that the parts of a composite come to. */
function BlockValue({ block, row }: { block: Block; row: RecordRow }) {
  const text = useValueText();
  const { language } = useFormat();
  const { composite, fields } = block;
  const [field] = fields;
  if (!composite) return field && <Value field={field} value={row[field.name]} isLinked />;
  const lines = linesOf(composite, fields, each => text(each, row[each.name]), language);
  return lines.length ? lines.join('\n') : <span className="text-quiet">–</span>;
}
