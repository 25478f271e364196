import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send } from '@/lib/api/client.ts';
import type { Erasure, RecordRow } from '@/lib/api/types.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Input } from '@/ui/field.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';

/** Erases a person for good. It cannot be undone, so the name is asked for; what remains elsewhere is told afterwards. */
export default function EraseDialog({ row, onClose }: { row: RecordRow; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useRecordName();
  const navigate = useNavigate();
  const client = useQueryClient();
  const problems = useProblems();
  // Somebody without a name is called by the end of their id, as everywhere.
  const asked = typeof row.name === 'string' && row.name ? row.name : row.id.slice(-6);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [done, setDone] = useState<Erasure | null>(null);

  const leave = () => {
    client.removeQueries({ queryKey: ['person', row.id] });
    client.removeQueries({ queryKey: ['records', 'people', 'one', row.id] });
    void client.invalidateQueries({ queryKey: ['records', 'people'] });
    void navigate({ to: '/people' });
  };
  const erase = async () => {
    setIsBusy(true);
    try {
      const { data } = await send<Erasure>('POST', `/people/${row.id}/erase`, { body: { name: typed } });
      setDone(data);
    } catch (error) {
      const field = error instanceof ApiProblem ? error.fields[0] : undefined;
      if (field) setProblem(problems.fieldText(field.code));
      else problems.show(error);
      setIsBusy(false);
    }
  };
  if (done)
    return (
      <Dialog title={t('rights.erased_title')} isOpen onClose={leave}>
        <div className="flex flex-col gap-3">
          <h3 className="text-sm font-medium">{t('rights.remains_title')}</h3>
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {done.remains.map(where => (
              <li key={where}>{t(`rights.remains.${where}`)}</li>
            ))}
          </ul>
          <DialogActions>
            <Button kind="primary" onClick={leave} autoFocus>
              {t('ui.close')}
            </Button>
          </DialogActions>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      title={t('rights.erase_title', { name: nameOf(row) })}
      description={t('rights.erase_text')}
      isOpen
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault();
          void erase();
        }}
      >
        <p className="text-soft">{t('rights.erase_late')}</p>
        <Field label={t('rights.type_name', { name: asked })} problem={problem}>
          {ids => (
            <Input
              {...ids}
              value={typed}
              autoFocus
              autoComplete="off"
              onChange={event => {
                setTyped(event.target.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="danger" type="submit" disabled={isBusy || typed.trim() !== asked.trim()}>
            {t(isBusy ? 'rights.erasing' : 'rights.erase')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
