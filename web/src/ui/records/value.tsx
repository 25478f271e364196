import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, FieldValue } from '@/lib/api/types.ts';
import { useFreshChoices } from '@/lib/records/choices.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { isFile, isRef, textOfJson, types } from '@/lib/records/types.ts';
import { isEmpty } from '@/lib/records/values.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Badge, type Tone } from '../badge.tsx';
import { ChoiceMark } from '../choice_mark.tsx';
import { TimeAgo } from '../time_ago.tsx';

const FileValue = lazy(() => import('./file_value.tsx'));

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
  if (field.is_open) return <OpenChoice {...{ field, value, isLinked }} />;
  const choice = types[field.type].hasChoices && choiceOf({ field, value, isLinked, text });
  if (choice) return choice;
  if (isLinked) {
    const link = 'text-accent hover:underline';
    if (field.type === 'json')
      return (
        <pre className="max-h-80 overflow-auto font-mono text-xs break-all whitespace-pre-wrap">
          {textOfJson(value)}
        </pre>
      );
    if (field.type === 'file' && isFile(value))
      return (
        <Suspense fallback={value.name}>
          <FileValue file={value} className={link} />
        </Suspense>
      );
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

interface ChoiceProps {
  field: FieldDefinition;
  value: NonNullable<FieldValue>;
  isLinked: boolean;
}

/** Of a field whose choices may have been added by somebody else a moment ago. */
function OpenChoice(props: ChoiceProps) {
  const text = useValueText();
  useFreshChoices(props.field, props.value);
  return choiceOf({ ...props, text }) ?? <>{text(props.field, props.value)}</>;
}

/** One or several choices with their colours; null where the words alone say it. */
function choiceOf({
  field,
  value,
  isLinked,
  text,
}: ChoiceProps & { text: ReturnType<typeof useValueText> }): ReactNode {
  const colorOf = (one: string) => field.choices?.find(choice => choice.value === one)?.color;
  if (field.type === 'choice') {
    const color = colorOf(String(value));
    if (color) return <ChoiceMark color={color}>{text(field, value)}</ChoiceMark>;
    if (field.name !== 'stage') return null;
    return <Badge tone={stageTones[String(value)]}>{text(field, value)}</Badge>;
  }
  if (!Array.isArray(value)) return null;
  return (
    <span className={`inline-flex gap-x-2 ${isLinked ? 'flex-wrap' : ''}`}>
      {value.map(each => {
        const color = colorOf(each);
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
