import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompositeType } from '@/lib/api/types.ts';
import { partsOfType, type PartName } from '@/lib/records/composites.ts';
import { Checkbox } from '@/ui/field.tsx';
import { withPart } from '../model/composite.ts';

/** Which parts a new composite has: a tick each. */
export function PartsChoice({
  type,
  parts,
  problem,
  onChange,
}: {
  type: CompositeType;
  parts: PartName[];
  problem?: string | undefined;
  onChange: (parts: PartName[]) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset aria-describedby={problem && id} className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-soft">{t('schema.parts')}</legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-1 max-sm:grid-cols-1">
        {partsOfType[type].map(part => (
          <Checkbox
            key={part}
            label={t(`schema.part.${part}`)}
            checked={parts.includes(part)}
            onChange={event => onChange(withPart(type, parts, part, event.target.checked))}
          />
        ))}
      </div>
      {problem && (
        <p id={id} className="text-xs text-red">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
