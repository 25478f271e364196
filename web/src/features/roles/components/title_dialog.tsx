import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Input } from '@/ui/field.tsx';

/** Asks for the name of a role. */
export function TitleDialog({
  title,
  start,
  save,
  onSave,
  onClose,
}: {
  title: string;
  start: string;
  /** What the button says. */
  save: string;
  onSave: (title: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (given: string) => {
    if (!given) return setProblem(problems.fieldText('required'));
    try {
      await onSave(given);
      onClose();
    } catch (error) {
      const fault = error instanceof ApiProblem ? error.fields.find(field => field.field === 'title') : null;
      setProblem(fault ? problems.fieldText(fault.code) : problems.text(error));
    }
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault();
          void submit(String(new FormData(event.currentTarget).get('title') ?? '').trim());
        }}
      >
        <Field label={t('settings.name')} problem={problem}>
          {ids => <Input {...ids} name="title" defaultValue={start} autoFocus autoComplete="off" />}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit">
            {save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
