import { lazy, Suspense, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, FieldValue } from '@/lib/api/types.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { codesIn, isFile, isRef, types } from '@/lib/records/types.ts';
import { fieldProblem, textOf, valueOf } from '@/lib/records/values.ts';
import { isComposing } from '@/lib/shortcuts.ts';
import type { Subject } from '@/lib/talk.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { RecordPicker } from '../record_picker.tsx';
import { ValueInput } from './value_input.tsx';

const FileEditor = lazy(() => import('./file_editor.tsx'));

export interface EditorProps {
  field: FieldDefinition;
  value: FieldValue;
  /** The record, where there is one: files are sent to it. */
  subject?: Subject;
  /** Whether choices may be added where the field is open. */
  isAdding?: boolean;
  /** Called once with the new value; the editor is then closed by its owner. */
  onCommit: (value: FieldValue, move?: 'next' | 'previous') => void;
  onCancel: () => void;
}

/** Where Tab goes on within the editor: from an amount to its currency, from one tick or one tag to the next. */
function staysInside(event: KeyboardEvent<HTMLElement>): boolean {
  const parts = [...event.currentTarget.querySelectorAll<HTMLElement>('input, select, textarea, button')];
  const next = parts[parts.indexOf(event.target as HTMLElement) + (event.shiftKey ? -1 : 1)];
  return !!next;
}

/** Edits one value in place: Enter or leaving keeps it, Escape forgets it, Tab goes to the next. */
export function ValueEditor({ field, value, subject, isAdding = true, onCommit, onCancel }: EditorProps) {
  const label = useLabel();
  const problems = useProblems();
  const pluralOf = usePluralOf();
  const [text, setText] = useState(() => textOf(field, value));
  const isDone = useRef(false);
  const whole = useRef<string>(null);
  const problem = fieldProblem(field, text);
  const name = label(field.label, field.name);
  const { input, inputType } = types[field.type];
  const isLong = input === 'lines' || input === 'json';

  if (input === 'record') {
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

  if (input === 'file')
    return (
      subject && (
        <Suspense>
          <FileEditor
            {...{ subject, name, onCancel }}
            field={field.name}
            current={isFile(value) ? value.name : undefined}
            onCommit={file => onCommit(file)}
          />
        </Suspense>
      )
    );

  const commit = (chosen = whole.current ?? text, move?: 'next' | 'previous') => {
    if (isDone.current || fieldProblem(field, chosen)) return;
    isDone.current = true;
    // What was only looked at is not written: an amount may come in another form than it went out.
    onCommit(chosen === textOf(field, value) ? value : valueOf(field, chosen), move);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent)) return;
    const isNewLine = isLong && !event.ctrlKey && !event.metaKey;
    if (event.key === 'Escape') {
      isDone.current = true;
      onCancel();
    } else if (event.key === 'Enter' && !isNewLine) commit();
    else if (event.key === 'Tab' && !staysInside(event))
      commit(undefined, event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    if (!fieldProblem(field, whole.current ?? text)) commit();
    // What is long to write is not thrown away for a mistake in it.
    else if (!isLong) onCancel();
  };
  const isOneOf = input === 'one_of' || input === 'user' || !!codesIn(field);
  return (
    <div
      className={`relative ${input === 'amount' ? 'min-w-52' : field.is_open ? 'min-w-60' : ''}`}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      <ValueInput
        field={field}
        name={name}
        text={text}
        isOptional={!field.is_required}
        isAdding={isAdding}
        wholeRef={whole}
        aria-invalid={problem ? true : undefined}
        autoFocus
        onFocus={event => !['date', 'time', 'number'].includes(inputType ?? '') && event.target.select()}
        onText={next => {
          setText(next);
          if (isOneOf) commit(next);
        }}
      />
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
