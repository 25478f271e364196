import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, View } from '@/lib/api/types.ts';
import type { Audience } from '@/lib/records/views.ts';
import { useMay } from '@/lib/session.ts';
import { teamNamesQuery } from '@/lib/teams.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';

/** Null where it is not asked for. */
function audienceOf(chosen: FormDataEntryValue | null): Audience | null {
  if (typeof chosen !== 'string') return null;
  return chosen === 'me' || chosen === 'everybody' ? chosen : { team: chosen };
}

/** The name of a view, and who sees it. */
export default function ViewDialog({
  object,
  view,
  onClose,
  onNamed,
}: {
  object: ObjectDefinition;
  /** Null: a new one. */
  view: View | null;
  onClose: () => void;
  onNamed: (name: string, audience: Audience | null) => Promise<void>;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const problems = useProblems();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const name = String(given.get('name') ?? '').trim();
    if (!name) return setProblem(problems.fieldText('required'));
    setIsBusy(true);
    await onNamed(name, audienceOf(given.get('audience')));
    setIsBusy(false);
  };
  return (
    <Dialog title={t(view ? 'view.rename' : 'view.new')} isOpen onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={event => void submit(event)}>
        <Field label={t('view.name')} problem={problem}>
          {ids => <Input {...ids} name="name" defaultValue={view?.name} autoFocus maxLength={200} />}
        </Field>
        {may(object.name === 'person' ? 'people.write' : 'records.write') && <WhoSees view={view} />}
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {t('view.keep')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function WhoSees({ view }: { view: View | null }) {
  const { t } = useTranslation();
  const teams = useQuery(teamNamesQuery);
  const sharedWith = view?.team ?? null;
  const [chosen, setChosen] = useState(sharedWith?.id ?? (view?.is_shared ? 'everybody' : 'me'));
  // A team that is gone, or whose name has not come yet.
  const isUnlisted = !!sharedWith && !teams.data?.some(team => team.id === sharedWith.id);
  return (
    <Field label={t('view.audience')}>
      {ids => (
        <Select {...ids} name="audience" value={chosen} onChange={event => setChosen(event.target.value)}>
          {(!view || view.is_own) && <option value="me">{t('view.audience_me')}</option>}
          {isUnlisted && (
            <option value={sharedWith.id}>
              {sharedWith.name ? t('view.audience_team', { name: sharedWith.name }) : t('view.team_gone')}
            </option>
          )}
          {teams.data?.map(team => (
            <option key={team.id} value={team.id}>
              {t('view.audience_team', { name: team.name })}
            </option>
          ))}
          <option value="everybody">{t('view.audience_everybody')}</option>
        </Select>
      )}
    </Field>
  );
}
