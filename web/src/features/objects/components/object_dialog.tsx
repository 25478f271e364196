import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { Label, ObjectDefinition } from '@/lib/api/types.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { useDefinitionWrites } from '../api/definitions.ts';
import { LabelInputs } from './label_inputs.tsx';

/** Makes an object, or gives one other words. */
export function ObjectDialog({
  object,
  onClose,
  onDone,
}: {
  object: ObjectDefinition | null;
  onClose: () => void;
  onDone?: (object: ObjectDefinition) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t(object ? 'schema.object_rename' : 'schema.object_new')}
      description={object ? undefined : t('schema.object_new_text')}
      isOpen
      onClose={onClose}
    >
      <ObjectForm object={object} onClose={onClose} onDone={onDone} />
    </Dialog>
  );
}

function ObjectForm({
  object,
  onClose,
  onDone,
}: {
  object: ObjectDefinition | null;
  onClose: () => void;
  onDone?: (object: ObjectDefinition) => void;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const [one, setOne] = useState<Label>(object?.label ?? {});
  const [many, setMany] = useState<Label>(object?.label_plural ?? {});
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [isBusy, setIsBusy] = useState(false);
  const save = async () => {
    setIsBusy(true);
    try {
      const body = { label: one, label_plural: many };
      const saved = object ? await writes.changeObject(object, body) : await writes.addObject(body);
      onClose();
      onDone?.(saved);
    } catch (error) {
      const known = error instanceof ApiProblem ? error.fields : [];
      setFaults(
        known.length
          ? Object.fromEntries(known.map(fault => [fault.field, problems.fieldText(fault.code)] as const))
          : { root: problems.text(error) },
      );
    } finally {
      setIsBusy(false);
    }
  };
  const rest = Object.entries(faults).filter(([name]) => name !== 'label' && name !== 'label_plural');
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
        label={t('schema.one')}
        hint={t('schema.one_hint')}
        value={one}
        problem={faults.label}
        autoFocus
        onChange={setOne}
      />
      <LabelInputs
        label={t('schema.many')}
        hint={t('schema.many_hint')}
        value={many}
        problem={faults.label_plural}
        onChange={setMany}
      />
      {rest.map(([name, text]) => (
        <p key={name} role="alert" className="text-sm text-red">
          {text}
        </p>
      ))}
      <DialogActions>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={isBusy}>
          {object ? t('ui.save') : t('schema.object_add')}
        </Button>
      </DialogActions>
    </form>
  );
}
