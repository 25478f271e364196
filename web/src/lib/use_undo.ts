import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send } from './api/client.ts';
import type { RevertResult } from './api/types.ts';
import { refresh } from './records/refresh.ts';
import { useMay } from './session.ts';
import { showToast } from './toasts.ts';
import { useProblems } from './use_problems.ts';

/** What cannot be undone any more does not hold up the rest; where nothing can, the reason is thrown. */
async function revertAll(changeSets: string[]) {
  let kept = 0;
  let refused = 0;
  let toShow: string | undefined;
  let isRunning = false;
  for (const id of changeSets.toReversed()) {
    try {
      const { data } = await send<RevertResult>('POST', `/change-sets/${id}/revert`);
      kept += data.kept.length;
      isRunning ||= data.state === 'running';
      if (data.kept.length || data.state === 'running') toShow = id;
    } catch (error) {
      refused += 1;
      if (refused === changeSets.length || !isRefusal(error)) throw error;
      toShow = id;
    }
  }
  return { kept, refused, isRunning, toShow };
}

const isRefusal = (error: unknown) =>
  error instanceof ApiProblem && [403, 404, 409, 412].includes(error.status);

/** Says what was done and offers to take it back: change sets are reverted, the newest first. */
export function useUndo() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const may = useMay();
  const navigate = useNavigate();

  const revert = async (changeSets: string[]) => {
    try {
      const { kept, refused, isRunning, toShow } = await revertAll(changeSets);
      const said = () => {
        if (refused) return t('undo.not_all', { count: refused });
        if (isRunning) return t('undo.running');
        return kept ? t('undo.partly', { count: kept }) : t('undo.done');
      };
      const show = (id: string) => void navigate({ to: '/change-sets/$id', params: { id } });
      showToast({
        text: said(),
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
