import {
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { FieldDefinition, FieldValue, RecordRow } from '@/lib/api/types.ts';
import { shortName } from '@/lib/records/composites.ts';
import { fieldProblem, textOf, valueOf } from '@/lib/records/values.ts';
import { isComposing } from '@/lib/shortcuts.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import { ValueInput } from './value_input.tsx';

export interface PartsHandle {
  /** Puts the focus on the part at fault where what was typed was refused, and says whether it was: then nothing else may be turned to. */
  returnToFault: () => boolean;
}

/**
 * Edits the parts of a composite together: Enter or leaving keeps them, Escape forgets them. Only what was changed since it was
 * opened is sent, and what is refused is said beside its part, with everything typed still there.
 */
export default function PartsEditor({
  name,
  fields,
  row,
  onSave,
  onClose,
  ref,
}: {
  name: string;
  fields: FieldDefinition[];
  row: RecordRow;
  onSave: (values: Record<string, FieldValue>) => Promise<void>;
  onClose: () => void;
  ref?: Ref<PartsHandle>;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const textsOf = () =>
    Object.fromEntries(fields.map(field => [field.name, textOf(field, row[field.name])] as const));
  const [texts, setTexts] = useState(textsOf);
  /** What is saved, and what was typed last: a save that is under way knows neither by what was shown when it began. */
  const saved = useRef(texts);
  const typed = useRef(texts);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const isDone = useRef(false);
  /** The version for which a save was sent while more was typed and left behind. */
  const behind = useRef<number>(null);
  /** What was typed when it was refused. */
  const refused = useRef<typeof texts>(null);
  const form = useRef<HTMLFormElement>(null);

  const placeOf = (found: Record<string, string>) => {
    const at = fields.findIndex(field => found[field.name]);
    return form.current?.querySelectorAll<HTMLElement>('input, select, textarea')[at];
  };
  const refuse = (found: Record<string, string>, sent: typeof texts) => {
    isDone.current = false;
    refused.current = sent;
    setFaults(found);
    // Whoever has gone on to something else is not pulled back from it.
    if (form.current?.contains(document.activeElement)) placeOf(found)?.focus();
  };
  useImperativeHandle(ref, () => ({
    returnToFault: () => {
      // While what was mended is being saved, what was said of it before does not count.
      if (isDone.current || !Object.keys(faults).length) return false;
      (placeOf(faults) ?? form.current)?.focus();
      return true;
    },
  }));
  const save = async () => {
    if (isDone.current) return;
    isDone.current = true;
    const sent = typed.current;
    const changed = fields.filter(field => sent[field.name] !== saved.current[field.name]);
    const wrong = changed.flatMap(field => {
      const code = fieldProblem(field, sent[field.name] ?? '');
      return code ? [[field.name, problems.fieldText(code)] as const] : [];
    });
    if (wrong.length) return refuse(Object.fromEntries(wrong), sent);
    if (!changed.length) return onClose();
    try {
      await onSave(
        Object.fromEntries(changed.map(field => [field.name, valueOf(field, sent[field.name] ?? '')])),
      );
      if (typed.current === sent || !form.current) return onClose();
      // More was typed meanwhile. It stays; where it was left behind it is saved as soon as the record is seen as it is now.
      saved.current = sent;
      isDone.current = false;
      if (!form.current.contains(document.activeElement)) behind.current = row.version;
      setFaults({});
    } catch (error) {
      // The record was left meanwhile, and there is no part left to say it beside.
      if (!form.current) return problems.show(error);
      const known = error instanceof ApiProblem ? error.fields : [];
      const ours = known.filter(fault => fields.some(field => field.name === fault.field));
      refuse(
        ours.length
          ? Object.fromEntries(ours.map(fault => [fault.field, problems.fieldText(fault.code)] as const))
          : { root: problems.text(error) },
        sent,
      );
    }
  };
  useEffect(() => {
    if (behind.current === null || behind.current === row.version) return;
    behind.current = null;
    void save();
  });
  const forget = () => {
    isDone.current = true;
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent)) return;
    const isButton = event.target instanceof HTMLButtonElement;
    if (event.key === 'Escape') forget();
    else if (event.key === 'Enter' && !isButton) void save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  // To fetch the next line from another window is not to leave.
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (event.currentTarget.contains(event.relatedTarget) || !document.hasFocus()) return;
    // What was refused is not sent again as it is, only for being left.
    if (refused.current !== typed.current) void save();
  };
  return (
    <form
      ref={form}
      aria-label={name}
      noValidate
      // What lies between the inputs takes the focus, so that to touch it is not to leave.
      tabIndex={-1}
      className="flex flex-col gap-2 rounded-md border border-line-2 bg-paper p-2 outline-none"
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      {fields.map((field, index) => (
        <Field
          key={field.name}
          label={shortName(label(field.label, field.name), name)}
          problem={faults[field.name]}
        >
          {ids => (
            <ValueInput
              {...ids}
              field={field}
              text={texts[field.name] ?? ''}
              isOptional={!field.is_required}
              autoFocus={index === 0}
              onText={text => {
                typed.current = { ...typed.current, [field.name]: text };
                setTexts(typed.current);
              }}
            />
          )}
        </Field>
      ))}
      {faults.root && (
        <p role="alert" className="text-xs text-red">
          {faults.root}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={forget}>{t('ui.cancel')}</Button>
        <Button kind="primary" type="submit">
          {t('ui.save')}
        </Button>
      </div>
    </form>
  );
}
