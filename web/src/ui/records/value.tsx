import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, FieldValue } from '@/lib/api/types.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { isRef, types } from '@/lib/records/types.ts';
import { isEmpty } from '@/lib/records/values.ts';
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
  const speaker = { format: useFormat(), label: useLabel(), yes: t('ui.yes'), no: t('ui.no') };
  return (field, value) => (isEmpty(value) ? '' : types[field.type].said(value, field, speaker));
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
  if (Array.isArray(value) && field.type === 'multi_choice')
    return (
      <span className={`inline-flex gap-x-2 ${isLinked ? 'flex-wrap' : ''}`}>
        {value.map(each => {
          const color = field.choices?.find(choice => choice.value === each)?.color;
          const words = text(field, [each]);
          return color ? (
            <ChoiceMark key={each} color={color}>
              {words}
            </ChoiceMark>
          ) : (
            <Badge key={each}>{words}</Badge>
          );
        })}
      </span>
    );
  if (isLinked) {
    const link = 'text-accent hover:underline';
    if (isRef(value) && field.type === 'relation' && field.object) {
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
