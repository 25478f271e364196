import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { useTeamWrites } from '../api/teams.ts';
import type { Branch } from '../model/tree.ts';

/** Tells what becomes of those in a team, and of the teams below it, before it goes. */
export function DeleteDialog({ branch: { team, below }, onClose }: { branch: Branch; onClose: () => void }) {
  const { t } = useTranslation();
  const problems = useProblems();
  const writes = useTeamWrites();
  const [isBusy, setIsBusy] = useState(false);
  const remove = async () => {
    setIsBusy(true);
    try {
      await writes.remove(team);
      onClose();
    } catch (error) {
      problems.show(error);
      setIsBusy(false);
    }
  };
  return (
    <Dialog title={t('teams.delete_title', { name: team.name })} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {team.members.length > 0 && <li>{t('teams.delete_members', { count: team.members.length })}</li>}
          {below.length > 0 && <li>{t('teams.delete_below', { count: below.length })}</li>}
          <li>{t('teams.delete_rules')}</li>
        </ul>
        <DialogActions>
          <Button onClick={onClose} autoFocus>
            {t('ui.cancel')}
          </Button>
          <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
            {t('teams.delete_yes')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
