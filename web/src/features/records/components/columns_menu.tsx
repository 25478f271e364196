import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, ViewColumn } from '@/lib/api/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Checkbox } from '@/ui/field.tsx';
import { Popover } from '@/ui/popover.tsx';
import { usualColumns } from '../model/columns.ts';

/** Which columns a list has, and in which order. */
export function ColumnsMenu({
  object,
  columns,
  onChange,
}: {
  object: ObjectDefinition;
  /** Empty: the usual ones. */
  columns: ViewColumn[];
  onChange: (columns: ViewColumn[]) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const [isOpen, setIsOpen] = useState(false);
  const shown = columns.length ? columns : usualColumns(object).map(field => ({ field }));
  const labelOf = (name: string) => label(object.fields.find(field => field.name === name)?.label, name);
  const hidden = object.fields.filter(field => !shown.some(column => column.field === field.name));
  const move = (index: number, step: number) => {
    const next = shown.toSpliced(index, 1);
    next.splice(index + step, 0, shown[index]!);
    onChange(next);
  };
  return (
    <Popover
      title={t('view.columns')}
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button kind="quiet" icon="table">
          {t('view.columns')}
        </Button>
      }
    >
      <ul className="flex max-h-96 flex-col overflow-auto">
        {shown.map((column, index) => (
          <li key={column.field} className="flex items-center gap-1">
            <span className="min-w-0 flex-1">
              <Checkbox
                label={labelOf(column.field)}
                checked
                disabled={shown.length === 1}
                onChange={() => onChange(shown.toSpliced(index, 1))}
              />
            </span>
            <IconButton
              icon="up"
              className="h-6! w-6!"
              label={t('view.column_up', { field: labelOf(column.field) })}
              disabled={index === 0}
              onClick={() => move(index, -1)}
            />
            <IconButton
              icon="down"
              className="h-6! w-6!"
              label={t('view.column_down', { field: labelOf(column.field) })}
              disabled={index === shown.length - 1}
              onClick={() => move(index, 1)}
            />
          </li>
        ))}
        {hidden.map(field => (
          <li key={field.name}>
            <Checkbox
              label={label(field.label, field.name)}
              checked={false}
              onChange={() => onChange([...shown, { field: field.name }])}
            />
          </li>
        ))}
      </ul>
      {columns.length > 0 && (
        <Button kind="quiet" className="mt-2" onClick={() => onChange([])}>
          {t('view.columns_usual')}
        </Button>
      )}
    </Popover>
  );
}
