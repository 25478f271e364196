import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBulkEdit, type Chosen } from '@/lib/records/bulk.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';

/** The one step that nothing takes back: asked once more, and what goes is told. */
export default function PurgeDialog({
  plural,
  chosen,
  onDone,
  onClose,
}: {
  plural: string;
  chosen: Chosen;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const bulk = useBulkEdit(plural);
  const [isBusy, setIsBusy] = useState(false);
  const purge = async () => {
    setIsBusy(true);
    try {
      await bulk('purge', chosen);
      onDone();
      onClose();
    } catch (error) {
      problems.show(error);
      setIsBusy(false);
    }
  };
  const title =
    'ids' in chosen ? t('trash.purge_title', { count: chosen.ids.length }) : t('trash.purge_all_title');
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-sm">{'ids' in chosen ? t('trash.purge_text') : t('trash.purge_all_text')}</p>
        <DialogActions>
          <Button onClick={onClose} autoFocus>
            {t('ui.cancel')}
          </Button>
          <Button kind="danger" disabled={isBusy} onClick={() => void purge()}>
            {t('trash.purge')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
