import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { FieldDefinition, FieldType, ObjectDefinition, Rollup } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Checkbox, Field, Select } from '@/ui/field.tsx';
import { Skeleton } from '@/ui/states.tsx';
import {
  formulaQuery,
  useDefinitionWrites,
  type CompositeDraft,
  type FieldDraft,
} from '../api/definitions.ts';
import { types } from '@/lib/records/types.ts';
import { composite_label_length_max, compositeTypes, usualParts } from '../model/composite.ts';
import { bodyOf, draftOf, type WorkedOut } from '../model/field_body.ts';
import { rollupType, wholeRollup } from '../model/rollup.ts';
import { offeredTypes, scale_usual } from '../model/types.ts';
import { ChoicesEditor } from './choices_editor.tsx';
import { LabelInputs } from './label_inputs.tsx';
import { PartsChoice } from './parts_choice.tsx';
import { RollupEditor, type ConditionBuilder } from './rollup_editor.tsx';
import { isRetypable, ScaleSelect, TypeForm } from './type_form.tsx';

const FormulaEditor = lazy(() => import('./formula_editor.tsx'));

/** Adds a field, or changes one: its name stays, its type is changed in a form of its own. */
export default function FieldDialog({
  object,
  field,
  builder,
  onClose,
}: {
  object: ObjectDefinition;
  field: FieldDefinition | null;
  builder: ConditionBuilder;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const [isRetyping, setIsRetyping] = useState(false);
  return (
    <Dialog
      title={
        field ? t('schema.field_title', { name: label(field.label, field.name) }) : t('schema.field_new')
      }
      isOpen
      onClose={onClose}
    >
      {field && isRetyping ? (
        <TypeForm object={object} field={field} onClose={onClose} />
      ) : (
        <FieldForm
          object={object}
          field={field}
          builder={builder}
          onClose={onClose}
          onRetype={() => setIsRetyping(true)}
        />
      )}
    </Dialog>
  );
}

function FieldForm({
  object,
  field,
  builder,
  onClose,
  onRetype,
}: {
  object: ObjectDefinition;
  field: FieldDefinition | null;
  builder: ConditionBuilder;
  onClose: () => void;
  onRetype: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const id = useId();
  const objects = useQuery(objectsQuery).data ?? [];
  const [draft, setDraft] = useState(() => draftOf(field));
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [isBusy, setIsBusy] = useState(false);
  const set = (change: Partial<typeof draft>) => setDraft(before => ({ ...before, ...change }));
  const isStandard = !!field && !field.is_custom;
  // A field that is worked out is made like one of its type, with a formula in place of values.
  const [formula, setFormula] = useState<string | null>(field?.formula ?? null);
  const asked = useDeferredValue(formula);
  const scale = draft.scale ?? scale_usual;
  const checked = useQuery(formulaQuery(object.name, field?.name, asked, { type: draft.type, scale }));
  const isAnswered = asked === formula && !checked.isPlaceholderData;
  const comesTo = checked.data?.type as FieldType | null | undefined;
  const isOther = !!field && !!comesTo && comesTo !== field.type;
  // Or with the records of others, by one of their links, in place of values.
  const [rollup, setRollup] = useState<Rollup | null>(field?.rollup ?? null);
  const rolledTo = rollup && rollupType(objects, rollup);
  // Or several fields of text are made at once, that stand for one thing.
  const [composite, setComposite] = useState<Pick<CompositeDraft, 'type' | 'parts'> | null>(null);
  const isReady = composite
    ? composite.parts.length > 0
    : rollup
      ? !!rolledTo
      : formula === null || (isAnswered && !!checked.data?.is_valid && !isOther);
  const type = (!field && (rolledTo || (formula !== null && comesTo))) || draft.type;
  const worked: WorkedOut | null = rollup
    ? { rollup: wholeRollup(rollup) }
    : formula === null
      ? null
      : { formula };
  const kind = composite ? composite.type : rollup ? 'rollup' : formula === null ? draft.type : 'formula';

  const save = async () => {
    if (!isReady) return;
    setIsBusy(true);
    try {
      const { label, is_personal } = draft;
      const body = bodyOf({ ...draft, type }, worked, field);
      if (composite) await writes.addComposite(object, { label, is_personal, ...composite });
      else if (!field) await writes.addField(object, body as FieldDraft);
      else if (Object.keys(body).length) await writes.changeField(object, field, body);
      onClose();
    } catch (error) {
      const known = error instanceof ApiProblem ? error.fields : [];
      setFaults(
        known.length
          ? Object.fromEntries(
              known.map(fault => [fault.field.split('.')[0]!, problems.fieldText(fault.code)] as const),
            )
          : { root: problems.text(error) },
      );
    } finally {
      setIsBusy(false);
    }
  };
  const flag = (
    name: 'is_open' | 'is_required' | 'is_sortable' | 'is_searchable' | 'is_personal',
    isShown = true,
    hint?: string,
  ) =>
    isShown && (
      <div className="flex flex-col">
        <Checkbox
          label={t(`schema.${name}`)}
          aria-describedby={hint && `${id}-${name}`}
          checked={draft[name]}
          onChange={event => set({ [name]: event.target.checked })}
        />
        {hint && (
          <p id={`${id}-${name}`} className="pl-6 text-xs text-quiet">
            {hint}
          </p>
        )}
        {faults[name] && <p className="text-xs text-red">{faults[name]}</p>}
      </div>
    );
  const rest = Object.entries(faults).filter(
    ([name]) =>
      ![
        'label',
        'type',
        'object',
        'choices',
        'scale',
        'formula',
        'rollup',
        'parts',
        'is_open',
        'is_required',
        'is_sortable',
        'is_searchable',
      ].includes(name),
  );
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <LabelInputs
        label={t('schema.label')}
        value={draft.label}
        problem={faults.label}
        max={composite ? composite_label_length_max : undefined}
        autoFocus
        onChange={value => set({ label: value })}
      />
      {field ? (
        <p className="flex items-center gap-2 text-xs text-quiet">
          <span>
            {field.formula && `${t('schema.type.formula')} · `}
            {field.rollup && `${t('schema.type.rollup')} · `}
            {t(`schema.type.${field.type}`)} · <span className="font-mono">{field.name}</span>
          </span>
          {isRetypable(object, field) && (
            <Button kind="quiet" onClick={onRetype}>
              {t('schema.type_change')}
            </Button>
          )}
        </p>
      ) : (
        <Field label={t('schema.type_of')} hint={t(`schema.type_hint.${kind}`)} problem={faults.type}>
          {ids => (
            <Select
              {...ids}
              value={kind}
              onChange={event => {
                const { value } = event.target;
                setFormula(value === 'formula' ? '' : null);
                setRollup(value === 'rollup' ? { object: '', relation: '', function: 'count' } : null);
                const chosen = compositeTypes.find(type => type === value);
                setComposite(chosen ? { type: chosen, parts: usualParts(chosen) } : null);
                if (value === 'formula') set({ type: 'decimal' });
                else if (chosen) set({ type: 'text' });
                else set({ type: value === 'rollup' ? 'number' : (value as FieldType) });
              }}
            >
              {offeredTypes.map(type => (
                <option key={type} value={type}>
                  {t(`schema.type.${type}`)}
                </option>
              ))}
              <option value="formula">{t('schema.type.formula')}</option>
              <option value="rollup">{t('schema.type.rollup')}</option>
              {compositeTypes.map(type => (
                <option key={type} value={type}>
                  {t(`schema.type.${type}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {formula !== null && (
        <Suspense fallback={<Skeleton lines={3} />}>
          <FormulaEditor
            object={object}
            field={field}
            start={formula}
            checked={formula.trim() ? checked.data : undefined}
            type={type}
            scale={scale}
            problem={isOther ? t('field_problem.other_kind') : faults.formula}
            onText={setFormula}
            onKeep={set}
            onEnter={() => void save()}
          />
        </Suspense>
      )}
      {rollup && (
        <RollupEditor
          object={object}
          objects={objects}
          rollup={rollup}
          builder={builder}
          problem={faults.rollup}
          onChange={setRollup}
        />
      )}
      {composite && (
        <PartsChoice
          type={composite.type}
          parts={composite.parts}
          problem={faults.parts}
          onChange={parts => setComposite({ ...composite, parts })}
        />
      )}
      {draft.type === 'relation' && (
        <Field label={t('schema.target')} problem={faults.object}>
          {ids => (
            <Select
              {...ids}
              disabled={!!field}
              value={draft.object}
              onChange={event => set({ object: event.target.value })}
            >
              {objects.map(target => (
                <option key={target.name} value={target.name}>
                  {label(target.label, target.name)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {draft.type === 'decimal' && !worked && (
        <ScaleSelect
          scale={scale}
          isFixed={!!field}
          problem={faults.scale}
          onScale={scale => set({ scale })}
        />
      )}
      {types[draft.type].hasChoices && (
        <ChoicesEditor
          choices={draft.choices ?? []}
          problem={faults.choices}
          onChange={choices => set({ choices })}
        />
      )}
      {flag('is_open', types[draft.type].hasChoices, t('schema.is_open_hint'))}
      <div className="grid grid-cols-2 gap-x-4 gap-y-1 max-sm:grid-cols-1">
        {flag(
          'is_required',
          !worked && !composite && types[type].isRequired && (!field || field.is_writable),
        )}
        {flag('is_sortable', !composite && !isStandard && types[type].isSorted)}
        {flag('is_searchable', !composite && types[type].isSearched)}
        {flag('is_personal', !isStandard)}
      </div>
      {rest.map(([name, text]) => (
        <p key={name} role="alert" className="text-sm text-red">
          {text}
        </p>
      ))}
      <DialogActions>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={isBusy || !isReady}>
          {field ? t('ui.save') : t('schema.field_add')}
        </Button>
      </DialogActions>
    </form>
  );
}
