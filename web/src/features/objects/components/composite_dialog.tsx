import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { CompositeDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { useDefinitionWrites } from '../api/definitions.ts';
import { composite_label_length_max } from '../model/composite.ts';
import { LabelInputs } from './label_inputs.tsx';

/** Gives a composite other words; those of its parts follow. */
export default function CompositeDialog({
  object,
  composite,
  onClose,
}: {
  object: ObjectDefinition;
  composite: CompositeDefinition;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const [label, setLabel] = useState(composite.label);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const save = async () => {
    setIsBusy(true);
    try {
      await writes.renameComposite(object, composite, label);
      onClose();
    } catch (error) {
      const known = error instanceof ApiProblem ? error.fields[0] : undefined;
      setFault(known ? problems.fieldText(known.code) : problems.text(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Dialog title={t('schema.object_rename')} isOpen onClose={onClose}>
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
          value={label}
          problem={fault}
          max={composite_label_length_max}
          autoFocus
          onChange={setLabel}
        />
        <p className="text-xs text-quiet">
          {t(`schema.type.${composite.type}`)} · <span className="font-mono">{composite.name}</span>
        </p>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {t('ui.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
