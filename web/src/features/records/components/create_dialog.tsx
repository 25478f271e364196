import { useState } from 'react';
import { Controller, useForm, type Control } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { FieldDefinition, ObjectDefinition, RecordRow, Ref } from '@/lib/api/types.ts';
import { blocksOf, shortName } from '@/lib/records/composites.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { types } from '@/lib/records/types.ts';
import { fieldProblem, valueOf } from '@/lib/records/values.ts';
import { useRecordWrites } from '@/lib/records/writes.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { RecordPicker } from '@/ui/record_picker.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { ValueInput } from '@/ui/records/value_input.tsx';

/** Makes a record from the fields of its object. What the server refuses stands beside the field at fault. */
export default function CreateDialog({
  object,
  onClose,
  onCreated,
}: {
  object: ObjectDefinition;
  onClose: () => void;
  onCreated: (row: RecordRow) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <Dialog
      title={t('record.new_title', { object: label(object.label).toLocaleLowerCase() })}
      isOpen
      onClose={onClose}
    >
      <CreateForm object={object} onClose={onClose} onCreated={onCreated} />
    </Dialog>
  );
}

function CreateForm({
  object,
  onClose,
  onCreated,
}: {
  object: ObjectDefinition;
  onClose: () => void;
  onCreated: (row: RecordRow) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const { create } = useRecordWrites(object);
  const writable = object.fields.filter(field => field.is_writable);
  const fields = writable.filter(({ type }) => type !== 'relation' && type !== 'file');
  const relations = writable.filter(({ type }) => type === 'relation');
  // A file goes to a record that is there.
  const later = writable.filter(({ type }) => type === 'file').map(field => label(field.label, field.name));
  const [picked, setPicked] = useState<Record<string, Ref | null>>({});
  const form = useForm<Record<string, string>>({
    defaultValues: Object.fromEntries(fields.map(field => [field.name, ''])),
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async values => {
    const given = fields.filter(field => values[field.name]?.trim());
    if (!given.length) {
      form.setError('root', { message: t('record.all_empty') });
      return;
    }
    try {
      onCreated(
        await create(
          Object.fromEntries([
            ...given.map(field => [field.name, valueOf(field, values[field.name]!)] as const),
            ...Object.entries(picked).filter(([, target]) => target),
          ]),
        ),
      );
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : null;
      const known =
        problem?.fields.filter(fault => object.fields.some(field => field.name === fault.field)) ?? [];
      known.forEach((fault, index) =>
        form.setError(fault.field, { message: problems.fieldText(fault.code) }, { shouldFocus: index === 0 }),
      );
      if (!known.length) form.setError('root', { message: problems.text(error) });
    }
  });
  const blocks = blocksOf(object, fields);
  const inputOf = (field: FieldDefinition, whole?: string) => (
    <div
      key={field.name}
      className={['lines', 'json'].includes(types[field.type].input) ? 'col-span-full' : ''}
    >
      <FieldInput
        field={field}
        name={shortName(label(field.label, field.name), whole)}
        isFirst={field === blocks[0]?.fields[0]}
        problem={errors[field.name]?.message}
        control={form.control}
        check={text => {
          const code = fieldProblem(field, text);
          return code === null || problems.fieldText(code);
        }}
      />
    </div>
  );
  return (
    <form className="flex flex-col gap-4" onSubmit={event => void submit(event)} noValidate>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        {blocks.map(({ name, label: words, composite, fields: parts }) =>
          composite ? (
            <fieldset key={name} className="col-span-full min-w-0 rounded-md border px-3 pt-1 pb-3">
              <legend className="px-1 text-xs font-medium text-soft">{label(words, name)}</legend>
              <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
                {parts.map(field => inputOf(field, label(words, name)))}
              </div>
            </fieldset>
          ) : (
            parts.map(field => inputOf(field))
          ),
        )}
        {relations.map(field => (
          <RelationInput
            key={field.name}
            field={field}
            picked={picked[field.name]}
            problem={errors[field.name]?.message}
            onPick={target => setPicked(before => ({ ...before, [field.name]: target }))}
          />
        ))}
      </div>
      {later.length > 0 && (
        <p className="text-sm text-soft">{t('record.files_later', { fields: later.join(', ') })}</p>
      )}
      {errors.root && (
        <p role="alert" className="text-sm text-red">
          {errors.root.message}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={isSubmitting}>
          {t('record.create')}
        </Button>
      </DialogActions>
    </form>
  );
}

function RelationInput({
  field,
  picked,
  problem,
  onPick,
}: {
  field: FieldDefinition;
  picked: Ref | null | undefined;
  problem: string | undefined;
  onPick: (target: Ref | null) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const plural = usePluralOf()(field.object);
  const [isOpen, setIsOpen] = useState(false);
  const name = label(field.label, field.name);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs font-medium text-soft">{name}</span>
      {isOpen ? (
        <RecordPicker
          plural={plural}
          label={name}
          autoFocus
          onPick={target => {
            onPick(target);
            setIsOpen(false);
          }}
          onCancel={() => setIsOpen(false)}
        />
      ) : (
        <span className="flex items-center gap-1">
          <Button
            className="min-w-0 flex-1 justify-start! font-normal!"
            aria-label={`${name}: ${picked?.name ?? t('picker.placeholder')}`}
            onClick={() => setIsOpen(true)}
          >
            <span className={`truncate ${picked ? 'text-ink' : 'text-quiet'}`}>
              {picked?.name ?? t('picker.placeholder')}
            </span>
          </Button>
          {picked && <IconButton icon="close" label={t('picker.remove')} onClick={() => onPick(null)} />}
        </span>
      )}
      {problem && <p className="text-xs text-red">{problem}</p>}
    </div>
  );
}

function FieldInput({
  field,
  name,
  isFirst,
  problem,
  control,
  check,
}: {
  field: FieldDefinition;
  name: string;
  isFirst: boolean;
  problem: string | undefined;
  control: Control<Record<string, string>>;
  check: (text: string) => true | string;
}) {
  const { t } = useTranslation();
  const hint = field.type === 'partial_date' ? t('record.partial_date_hint') : undefined;
  return (
    <Controller
      control={control}
      name={field.name}
      rules={{ validate: text => check(text ?? '') }}
      render={({ field: input }) => (
        <Field label={name} problem={problem} hint={hint}>
          {ids => (
            <ValueInput
              {...ids}
              field={field}
              name={name}
              isAdding
              text={input.value ?? ''}
              onText={input.onChange}
              inputRef={input.ref}
              autoFocus={isFirst}
            />
          )}
        </Field>
      )}
    />
  );
}
