import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { IconButton } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';
import { useValueText } from '@/ui/records/value.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { valuesQuery } from '../api/queries.ts';

/** Where the value of a field came from and when, and what else was ever said of it. */
export function Provenance({ person, field }: { person: string; field: FieldDefinition }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [isOpen, setIsOpen] = useState(false);
  const name = label(field.label, field.name);
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
      {isOpen && <Values person={person} field={field} />}
    </Popover>
  );
}

function Values({ person, field }: { person: string; field: FieldDefinition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const valueText = useValueText();
  const values = useQuery(valuesQuery(person));
  if (values.isPending) return <Skeleton lines={2} />;
  if (values.isError) return <Problem error={values.error} />;
  const found = values.data.data.filter(value => value.field === field.name);
  if (!found.length) return <p className="text-soft">{t('provenance.none')}</p>;
  return (
    <ul className="flex flex-col gap-2">
      {found.map((value, index) => (
        <li key={index} className={value.is_current ? '' : 'text-quiet'}>
          <p className={`wrap-anywhere ${value.is_current ? 'font-medium text-ink' : ''}`}>
            {valueText(field, value.value) || '–'}
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
