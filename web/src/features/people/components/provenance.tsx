import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { shortName } from '@/lib/records/composites.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { IconButton } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';
import { useValueText } from '@/ui/records/value.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { valuesQuery } from '../api/queries.ts';

interface Asked {
  person: string;
  /** What the fields are called together; of one field, its own name. */
  name: string;
  fields: FieldDefinition[];
}

/** Where the values of fields that stand as one came from and when, and what else was ever said of them. */
export function Provenance({ person, name, fields }: Asked) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      title={t('provenance.title', { field: name })}
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <IconButton icon="history" className="h-6! w-6!" label={t('provenance.ask', { field: name })} />
      }
    >
      {isOpen && <Values person={person} name={name} fields={fields} />}
    </Popover>
  );
}

function Values({ person, name, fields }: Asked) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const valueText = useValueText();
  const values = useQuery(valuesQuery(person));
  if (values.isPending) return <Skeleton lines={2} />;
  if (values.isError) return <Problem error={values.error} />;
  const found = fields.flatMap(field =>
    values.data.data.filter(value => value.field === field.name).map(value => ({ ...value, field })),
  );
  if (!found.length) return <p className="text-soft">{t('provenance.none')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {found.map((value, index) => (
        <li key={index} className={value.is_current ? '' : 'text-quiet'}>
          <p className={`wrap-anywhere ${value.is_current ? 'font-medium text-ink' : ''}`}>
            {fields.length > 1 && (
              <span className="font-normal text-quiet">
                {shortName(label(value.field.label, value.field.name), name)}:{' '}
              </span>
            )}
            {valueText(value.field, value.value) || '–'}
          </p>
          <p className="text-xs text-quiet">
            {[t(`provenance.kind.${value.provenance.kind}`), value.provenance.name]
              .filter(Boolean)
              .join(': ')}{' '}
            · {format.dateTime(value.learned_at)}
          </p>
        </li>
      ))}
    </ul>
  );
}
