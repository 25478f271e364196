import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, FieldValue } from '@/lib/api/types.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { codesIn, isEmpty, isMoney, isRef } from '@/lib/records/values.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Badge, type Tone } from '../badge.tsx';
import { ChoiceMark } from '../choice_mark.tsx';
import { TimeAgo } from '../time_ago.tsx';

const stageTones: Record<string, Tone> = {
  customer: 'green',
  advocate: 'green',
  opportunity: 'blue',
  lead: 'blue',
  dormant: 'amber',
  lost: 'red',
};

/** The value of a field as text, in the user's language. */
export function useValueText(): (field: FieldDefinition, value: FieldValue) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useLabel();
  return (field, value) => {
    if (isEmpty(value)) return '';
    if (isRef(value)) return value.name || value.id;
    if (isMoney(value)) return format.money(value);
    if (typeof value === 'boolean') return value ? t('ui.yes') : t('ui.no');
    if (typeof value === 'number') return format.number(value);
    switch (field.type) {
      case 'choice':
        return label(field.choices?.find(choice => choice.value === value)?.label, String(value));
      case 'country':
        return format.country(String(value));
      case 'language':
        return format.languageName(String(value));
      case 'date':
      case 'partial_date':
        return format.calendarDate(String(value));
      case 'text':
        // A place may be kept as the text that its sender wrote; where that is a code, it is read out.
        if (codesIn(field) === 'country' && /^[A-Z]{2}$/.test(String(value)))
          return format.country(String(value));
        if (codesIn(field) === 'language' && /^[a-z]{2}$/.test(String(value)))
          return format.languageName(String(value));
        return String(value);
      case 'instant':
        return format.dateTime(String(value));
      default:
        return String(value);
    }
  };
}

/** The value of a field as it stands in lists and on pages. It only shows: editing is the business of one editor over it. */
export function Value({
  field,
  value,
  isLinked = false,
}: {
  field: FieldDefinition;
  value: FieldValue;
  isLinked?: boolean;
}) {
  const text = useValueText();
  if (isEmpty(value)) return <span className="text-quiet">–</span>;
  if (field.type === 'instant') return <TimeAgo at={String(value)} />;
  if (field.type === 'choice') {
    const color = field.choices?.find(choice => choice.value === value)?.color;
    if (color) return <ChoiceMark color={color}>{text(field, value)}</ChoiceMark>;
    if (field.name === 'stage') return <Badge tone={stageTones[String(value)]}>{text(field, value)}</Badge>;
  }
  if (isLinked) {
    const link = 'text-accent hover:underline';
    if (isRef(value) && field.object) {
      return <RecordLink object={field.object} id={value.id} name={value.name} className={link} />;
    }
    if (field.type === 'email')
      return (
        <a className={link} href={`mailto:${String(value)}`}>
          {String(value).split('@')[0]}
          <wbr />
          {String(value).replace(/^[^@]*/, '')}
        </a>
      );
    if (field.type === 'phone')
      return (
        <a className={`${link} tnum`} href={`tel:${String(value)}`}>
          {String(value)}
        </a>
      );
    if (field.type === 'url') {
      const address = /^https?:\/\//.test(String(value)) ? String(value) : `https://${String(value)}`;
      return (
        <a className={link} href={address} target="_blank" rel="noreferrer">
          {String(value)}
        </a>
      );
    }
  }
  return <>{text(field, value)}</>;
}

function RecordLink({
  object,
  id,
  name,
  className,
}: {
  object: string;
  id: string;
  name: string;
  className: string;
}) {
  const pluralOf = usePluralOf();
  return (
    <Link to={`/${pluralOf(object)}/${id}`} className={className}>
      {name}
    </Link>
  );
}
