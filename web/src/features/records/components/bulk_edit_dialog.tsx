import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition } from '@/lib/api/types.ts';
import { useBulkEdit, type BulkChanges, type Chosen } from '@/lib/records/bulk.ts';
import { withChoicesMade } from '@/lib/records/choices.ts';
import { newChoiceMark } from '@/lib/records/types.ts';
import { isEmpty, written } from '@/lib/records/values.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Select } from '@/ui/field.tsx';
import { Value } from '@/ui/records/value.tsx';
import { ValueEditor } from '@/ui/records/value_editor.tsx';

const steps = ['add', 'remove', 'values'] as const;
type Step = (typeof steps)[number];

/** A field that is to become something; undefined while nobody has said what. */
interface Change {
  field: FieldDefinition;
  value: FieldValue;
  /** Whether it becomes the value or, of several choices, gets or loses some. */
  step: Step;
  isOpen: boolean;
  problem?: string;
}

/** What is usually meant: tags are added to those that are there. */
const stepOf = (field: FieldDefinition): Step => (field.type === 'multi_choice' ? 'add' : 'values');

const isMade = (choice: string) => !choice.startsWith(newChoiceMark);

/** Sets or clears fields of many records; those of several choices also get and lose some. */
export default function BulkEditDialog({
  object,
  chosen,
  count,
  onClose,
  onBegun,
}: {
  object: ObjectDefinition;
  chosen: Chosen;
  /** Null: all that match. */
  count: number | null;
  onClose: () => void;
  onBegun: () => void;
}) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const label = useLabel();
  const problems = useProblems();
  const bulk = useBulkEdit(object.plural);
  const [changes, setChanges] = useState<Change[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  // Of people an e-mail address says who they are: two never have the same. Nor do two records have the same file.
  const fields = object.fields.filter(
    field =>
      field.is_writable && field.type !== 'file' && !(object.name === 'person' && field.type === 'email'),
  );
  // Others may have added choices since a field was taken up.
  const latest = (field: FieldDefinition) => fields.find(({ name }) => name === field.name) ?? field;
  const free = fields.filter(field => !changes.some(change => change.field.name === field.name));
  const update = (name: string, change: Partial<Change>) =>
    setChanges(before => before.map(each => (each.field.name === name ? { ...each, ...change } : each)));
  const isReady = changes.length > 0 && changes.every(change => change.value !== undefined);

  const submit = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      const patch: BulkChanges = {};
      for (const { field, value, step } of changes) {
        const made = await withChoicesMade(client, i18n.language, object.name, field.name, value);
        (patch[step] ??= {})[field.name] = written(field, made);
      }
      await bulk('edit', chosen, patch);
      onBegun();
      return;
    } catch (error) {
      const faults = error instanceof ApiProblem ? error.fields : [];
      for (const fault of faults) update(fault.field, { problem: problems.fieldText(fault.code) });
      if (!faults.some(fault => changes.some(change => change.field.name === fault.field)))
        setProblem(problems.text(error));
    }
    setIsBusy(false);
  };
  return (
    <Dialog
      title={count === null ? t('bulk.edit_all_title') : t('bulk.edit_title', { count })}
      description={t('bulk.edit_text')}
      isOpen
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        {changes.map(change => (
          <ChangeRow
            key={change.field.name}
            change={{ ...change, field: latest(change.field) }}
            onChange={next => update(change.field.name, next)}
            onRemove={() => setChanges(changes.filter(each => each !== change))}
          />
        ))}
        {free.length > 0 && (
          <Select
            aria-label={t('bulk.add_field')}
            value=""
            autoFocus
            onChange={event => {
              const field = free.find(candidate => candidate.name === event.target.value);
              if (field)
                setChanges([...changes, { field, value: undefined, step: stepOf(field), isOpen: true }]);
            }}
          >
            <option value="">{t('bulk.add_field')}</option>
            {free.map(field => (
              <option key={field.name} value={field.name}>
                {label(field.label, field.name)}
              </option>
            ))}
          </Select>
        )}
        {problem && (
          <p role="alert" className="text-sm text-red">
            {problem}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" disabled={!isReady || isBusy} onClick={() => void submit()}>
            {t('bulk.submit')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

function ChangeRow({
  change,
  onChange,
  onRemove,
}: {
  change: Change;
  onChange: (change: Partial<Change>) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const { field, value, step, isOpen, problem } = change;
  const name = label(field.label, field.name);
  const row = useRef<HTMLDivElement>(null);
  // Closed by a key, the focus stays in the row; closed by going elsewhere, it is there already.
  const [keepsFocus, setKeepsFocus] = useState(false);
  const close = (next: FieldValue) => {
    setKeepsFocus(!!row.current?.contains(document.activeElement));
    onChange({ value: next, isOpen: false, problem: undefined });
  };
  return (
    <div ref={row} className="flex flex-col gap-1">
      <div className="flex items-center justify-between">
        <span className="text-xs font-medium text-soft">{name}</span>
        <span className="flex items-center">
          {!field.is_required && step === 'values' && (
            <Button
              kind="quiet"
              className="h-6! text-xs!"
              onPointerDown={() => close(null)}
              onClick={() => close(null)}
            >
              {t('bulk.clear')}
            </Button>
          )}
          <IconButton
            icon="close"
            className="h-6! w-6!"
            label={t('bulk.leave_field', { field: name })}
            onClick={onRemove}
          />
        </span>
      </div>
      {field.type === 'multi_choice' && (
        <Select
          aria-label={t('bulk.step_of', { field: name })}
          value={step}
          onChange={event => {
            const chosen = steps.find(each => each === event.target.value);
            // What is not there yet cannot be taken out.
            const kept = chosen === 'remove' && Array.isArray(value) ? value.filter(isMade) : value;
            const isNothing = isEmpty(kept) || (Array.isArray(kept) && !kept.length);
            if (chosen) onChange({ step: chosen, value: isNothing ? undefined : kept, problem: undefined });
          }}
        >
          {steps.map(each => (
            <option key={each} value={each}>
              {t(`bulk.step.${each}`)}
            </option>
          ))}
        </Select>
      )}
      {isOpen ? (
        <ValueEditor
          field={field}
          isAdding={step !== 'remove'}
          value={value}
          // Leaving it empty chooses nothing: to clear a field of many is said by its own button.
          onCommit={next => close(isEmpty(next) ? value : next)}
          onCancel={() => close(value)}
        />
      ) : (
        <Button
          className="min-w-0 justify-start! font-normal!"
          autoFocus={keepsFocus}
          onClick={() => onChange({ isOpen: true })}
        >
          <span className="sr-only">{t('record.edit_field', { field: name })}</span>
          {value === undefined ? (
            <span className="text-quiet">{t('bulk.choose_value')}</span>
          ) : isEmpty(value) ? (
            <span className="text-amber">{t('bulk.is_cleared')}</span>
          ) : (
            <span className="truncate text-ink">
              <Value field={field} value={value} />
            </span>
          )}
        </Button>
      )}
      {problem && (
        <p role="alert" className="text-xs text-red">
          {problem}
        </p>
      )}
    </div>
  );
}
