import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Input } from '@/ui/field.tsx';
import { usageOf, type Within } from '../api/definitions.ts';

/** Deleting cannot be taken back, so it says what goes and asks for the name. */
export function DeleteDialog({
  name,
  text,
  object,
  within,
  onClose,
  onDelete,
}: {
  name: string;
  text: string;
  object: string;
  within?: Within;
  onClose: () => void;
  onDelete: () => Promise<void>;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const usage = useQuery({
    queryKey: ['objects', 'usage', object, within],
    queryFn: () => usageOf(object, within),
    staleTime: 0,
  });
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const remove = async () => {
    try {
      await onDelete();
      onClose();
    } catch (error) {
      setFault(problems.text(error));
    }
  };
  return (
    <Dialog title={t('schema.delete_title', { name })} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault();
          if (typed.trim() === name) void remove();
        }}
      >
        <p className="text-soft">
          {text} {usage.data && t('schema.delete_records', { count: usage.data.records })}
        </p>
        <Field label={t('schema.delete_type', { name })}>
          {ids => (
            <Input
              {...ids}
              autoFocus
              autoComplete="off"
              value={typed}
              onChange={event => setTyped(event.target.value)}
            />
          )}
        </Field>
        {fault && (
          <p role="alert" className="text-sm text-red">
            {fault}
          </p>
        )}
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="danger" type="submit" disabled={typed.trim() !== name}>
            {t('schema.delete_for_good')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
