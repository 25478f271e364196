import { useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, RecordRow } from '@/lib/api/types.ts';
import { isEmpty } from '@/lib/records/values.ts';
import { useRecordWrites } from '@/lib/records/writes.ts';
import { mayDo } from '@/lib/roles.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button, IconButton } from '../button.tsx';
import { Value } from './value.tsx';
import { ValueEditor } from './value_editor.tsx';

/** What the record itself says of its making stands elsewhere on a page. */
const ofTheRecord = ['id', 'version', 'created_at', 'updated_at'];

/** The fields of a record, each edited where it stands. Empty ones keep aside until they are asked for. */
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
  /** What else can be done with a field that has a value, such as asking where it came from. */
  beside?: (field: FieldDefinition) => ReactNode;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const { writeField } = useRecordWrites(object);
  const [editing, setEditing] = useState<string | null>(null);
  const [showsEmpty, setShowsEmpty] = useState(false);

  const mayWrite = mayDo(object, 'update');
  const rank = (field: FieldDefinition) =>
    first.includes(field.name) ? first.indexOf(field.name) : first.length;
  const fields = object.fields
    .filter(field => !leaveOut.includes(field.name) && !ofTheRecord.includes(field.name))
    .toSorted((a, b) => rank(a) - rank(b));
  const hidden = fields.filter(field => isEmpty(row[field.name]) && field.name !== editing);
  const shown = showsEmpty ? fields : fields.filter(field => !hidden.includes(field));
  const canEdit = (field: FieldDefinition) => mayWrite && field.is_writable;

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const name = target.closest<HTMLElement>('[data-value]')?.dataset.value;
    if (name && !target.closest('a, button, input, select, textarea')) setEditing(name);
  };
  const moveFrom = (field: FieldDefinition, step: number) => {
    const writable = shown.filter(canEdit);
    setEditing(writable[writable.indexOf(field) + step]?.name ?? null);
  };

  return (
    <div>
      <dl className="flex flex-col" onClick={onClick}>
        {shown.map(field => (
          <div
            key={field.name}
            className="group/field grid min-h-(--tap) grid-cols-[96px_1fr] content-center items-baseline gap-2"
          >
            <dt className="py-1 text-quiet">{label(field.label, field.name)}</dt>
            <dd className="min-w-0 text-ink">
              {editing === field.name ? (
                <ValueEditor
                  field={field}
                  value={row[field.name]}
                  onCommit={(value, move) => {
                    if (move) moveFrom(field, move === 'next' ? 1 : -1);
                    else setEditing(null);
                    void writeField(row, field.name, value);
                  }}
                  onCancel={() => setEditing(null)}
                />
              ) : (
                <div className="relative flex items-center rounded-sm group-hover/field:bg-hover">
                  <div
                    data-value={canEdit(field) ? field.name : undefined}
                    className={`min-w-0 flex-1 py-1 wrap-anywhere whitespace-pre-line ${canEdit(field) ? 'cursor-text' : ''}`}
                  >
                    <Value field={field} value={row[field.name]} isLinked />
                  </div>
                  <div className="flex items-center bg-hover opacity-0 group-focus-within/field:opacity-100 group-hover/field:opacity-100 pointer-coarse:bg-transparent pointer-coarse:opacity-100 pointer-fine:absolute pointer-fine:right-0">
                    {beside && !isEmpty(row[field.name]) && beside(field)}
                    {canEdit(field) && (
                      <IconButton
                        icon="edit"
                        className="h-6! w-6!"
                        label={t('record.edit_field', { field: label(field.label, field.name) })}
                        onClick={() => setEditing(field.name)}
                      />
                    )}
                  </div>
                </div>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {hidden.length > 0 && (
        <Button kind="quiet" className="-ml-2.5 font-normal!" onClick={() => setShowsEmpty(!showsEmpty)}>
          {showsEmpty ? t('record.hide_empty') : t('record.show_empty', { count: hidden.length })}
        </Button>
      )}
    </div>
  );
}
