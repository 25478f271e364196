import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { send } from './api/client.ts';
import type { RevertResult } from './api/types.ts';
import { refresh } from './records/refresh.ts';
import { useMay } from './session.ts';
import { showToast } from './toasts.ts';
import { useProblems } from './use_problems.ts';

/** Says what was done and offers to take it back: change sets are reverted, the newest first. */
export function useUndo() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const may = useMay();
  const navigate = useNavigate();

  const revert = async (changeSets: string[]) => {
    try {
      let kept = 0;
      let toShow: string | undefined;
      let isRunning = false;
      for (const id of changeSets.toReversed()) {
        const { data } = await send<RevertResult>('POST', `/change-sets/${id}/revert`);
        kept += data.kept.length;
        isRunning ||= data.state === 'running';
        if (data.kept.length || data.state === 'running') toShow = id;
      }
      const said = isRunning ? t('undo.running') : kept ? t('undo.partly', { count: kept }) : t('undo.done');
      const show = (id: string) => void navigate({ to: '/change-sets/$id', params: { id } });
      showToast({
        text: said,
        action: toShow ? { label: t('undo.show'), run: () => show(toShow) } : undefined,
      });
    } catch (error) {
      problems.show(error);
    }
    await refresh(client);
  };

  const offer = (text: string, ...changeSets: (string | null)[]) => {
    const ids = changeSets.filter(id => id !== null);
    const canUndo = ids.length > 0 && may('change_sets.revert');
    showToast({ text, action: canUndo ? { label: t('undo.undo'), run: () => void revert(ids) } : undefined });
  };
  return { offer, revert };
}
