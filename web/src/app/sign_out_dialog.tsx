import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';

/** Asks before files that are on their way are given up. */
export default function SignOutDialog({
  onYes,
  onClose,
}: {
  onYes: () => Promise<void>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [isBusy, setIsBusy] = useState(false);
  const signOut = () => {
    setIsBusy(true);
    void onYes().finally(onClose);
  };
  return (
    <Dialog title={t('nav.sign_out_title')} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{t('nav.sign_out_files')}</p>
        <DialogActions>
          <Button onClick={onClose} autoFocus>
            {t('ui.cancel')}
          </Button>
          <Button kind="danger" disabled={isBusy} onClick={signOut}>
            {t('nav.sign_out')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
