import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '@/lib/api/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Select } from '@/ui/field.tsx';
import { referenceOf, targetOf, withReference } from '../model/plan.ts';

/** Of a column that points to other records: what its cells say of them. */
export function ReferenceSelect({
  preview,
  column,
  onChange,
}: {
  preview: ImportPreview;
  column: ImportPreview['columns'][number];
  onChange: (plan: ImportPreview['plan']) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const target = preview.targets.find(({ name }) => name === targetOf(preview.plan, column.number));
  if (!target?.references.length) return null;
  return (
    <Select
      className="mt-1"
      aria-label={t('imports.found_by_of', { column: column.name })}
      value={referenceOf(preview.plan, column.number)}
      onChange={event => onChange(withReference(preview.plan, column.number, event.target.value))}
    >
      <option value="">{t('imports.usual_name')}</option>
      {target.references.map(({ name, label: labels }) => (
        <option key={name} value={name}>
          {t('imports.found_by', { field: label(labels, name) })}
        </option>
      ))}
    </Select>
  );
}
