import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, FieldValue } from '@/lib/api/types.ts';
import { countryCodes, languageCodes } from '@/lib/codes.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { codesIn, fieldProblem, isRef, valueOf } from '@/lib/records/values.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { inputClass } from '../field.tsx';
import { RecordPicker } from '../record_picker.tsx';

export interface EditorProps {
  field: FieldDefinition;
  value: FieldValue;
  /** Called once with the new value; the editor is then closed by its owner. */
  onCommit: (value: FieldValue, move?: 'next' | 'previous') => void;
  onCancel: () => void;
}

/** The choices of a field that has some, each with its words. */
export function useChoices(): (field: FieldDefinition) => { value: string; text: string }[] | null {
  const label = useLabel();
  const format = useFormat();
  const { t } = useTranslation();
  return field => {
    const sorted = (codes: string[], name: (code: string) => string) =>
      codes
        .map(value => ({ value, text: name(value) }))
        .sort((a, b) => a.text.localeCompare(b.text, format.language));
    if (field.type === 'choice') {
      return (field.choices ?? []).map(choice => ({
        value: choice.value,
        text: label(choice.label, choice.value),
      }));
    }
    if (codesIn(field) === 'country') return sorted(countryCodes, format.country);
    if (codesIn(field) === 'language') return sorted(languageCodes, format.languageName);
    if (field.type === 'boolean') {
      return [
        { value: 'true', text: t('ui.yes') },
        { value: 'false', text: t('ui.no') },
      ];
    }
    return null;
  };
}

export const inputTypes: Partial<Record<FieldDefinition['type'], string>> = {
  email: 'email',
  phone: 'tel',
  url: 'url',
  date: 'date',
  number: 'number',
};

/** Edits one value in place: Enter or leaving keeps it, Escape forgets it, Tab goes to the next. */
export function ValueEditor({ field, value, onCommit, onCancel }: EditorProps) {
  const label = useLabel();
  const problems = useProblems();
  const choices = useChoices()(field);
  const pluralOf = usePluralOf();
  const [text, setText] = useState(
    isRef(value) ? value.name : value === null || value === undefined ? '' : String(value),
  );
  const [isDone, setIsDone] = useState(false);
  const problem = fieldProblem(field, text);
  const name = label(field.label, field.name);

  if (field.type === 'relation') {
    return (
      <div className="rounded-md border border-line-2 bg-paper p-1">
        <RecordPicker
          plural={pluralOf(field.object)}
          label={name}
          autoFocus
          onPick={picked => onCommit(picked)}
          onCancel={onCancel}
        />
        {isRef(value) && <RemoveLink onRemove={() => onCommit(null)} />}
      </div>
    );
  }

  const commit = (chosen = text, move?: 'next' | 'previous') => {
    if (isDone || fieldProblem(field, chosen)) return;
    setIsDone(true);
    onCommit(valueOf(field, chosen), move);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isLong = field.type === 'long_text' && !event.ctrlKey && !event.metaKey;
    if (event.key === 'Escape') {
      setIsDone(true);
      onCancel();
    } else if (event.key === 'Enter' && !isLong) commit();
    else if (event.key === 'Tab') commit(text, event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shared = {
    'aria-label': name,
    'aria-invalid': problem ? true : undefined,
    autoFocus: true,
    value: text,
    onKeyDown,
    onBlur: () => (problem ? onCancel() : commit()),
  };
  return (
    <div className="relative">
      {choices ? (
        <select
          {...shared}
          className={inputClass}
          onChange={event => {
            setText(event.target.value);
            commit(event.target.value);
          }}
        >
          {!field.is_required && <option value="">–</option>}
          {text && !choices.some(choice => choice.value === text) && <option>{text}</option>}
          {choices.map(choice => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      ) : field.type === 'long_text' ? (
        <textarea
          {...shared}
          rows={4}
          className={`${inputClass} h-auto py-1`}
          onChange={event => setText(event.target.value)}
        />
      ) : (
        <input
          {...shared}
          type={inputTypes[field.type] ?? 'text'}
          className={inputClass}
          onFocus={event => field.type !== 'date' && field.type !== 'number' && event.target.select()}
          onChange={event => setText(event.target.value)}
        />
      )}
      {problem && (
        <p
          role="alert"
          className="absolute top-full z-10 mt-0.5 rounded-sm bg-red-soft px-1.5 text-xs text-red"
        >
          {problems.fieldText(problem)}
        </p>
      )}
    </div>
  );
}

function RemoveLink({ onRemove }: { onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="px-2 py-1 text-xs text-red hover:underline" onPointerDown={onRemove}>
      {t('picker.remove')}
    </button>
  );
}
