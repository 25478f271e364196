import { useTranslation } from 'react-i18next';
import { contentOf, type Attachment } from '@/lib/attachments.ts';
import { Button } from '../button.tsx';
import { Dialog, DialogActions } from '../dialog.tsx';

/** A picture as large as the window has room for. */
export default function PictureDialog({
  file,
  onSave,
  onClose,
}: {
  file: Pick<Attachment, 'id' | 'name'>;
  onSave: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={file.name} isOpen onClose={onClose} size="lg">
      <div className="flex flex-col gap-4">
        <img
          src={contentOf(file)}
          alt={file.name}
          draggable={false}
          className="max-h-[65vh] self-center rounded-sm border object-contain"
        />
        <DialogActions>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button kind="primary" icon="arrowDown" onClick={onSave}>
            {t('files.download')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
