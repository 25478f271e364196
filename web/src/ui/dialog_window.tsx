import { Dialog as Base } from '@base-ui/react/dialog';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import type { DialogProps } from './dialog.tsx';

/** The window itself: `Dialog` brings it when it is first opened. */
export default function DialogWindow({ title, description, isOpen, onClose, size, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open={isOpen} onOpenChange={open => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Base.Popup
          className={`fixed top-[max(16px,8vh)] left-1/2 z-50 flex max-h-[84vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-md border border-line-2 bg-paper outline-none ${
            size === 'lg' ? 'max-w-3xl' : 'max-w-lg'
          }`}
        >
          <header className="flex items-start justify-between gap-4 border-b px-4 py-3">
            <div>
              <Base.Title className="text-md">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-0.5 text-sm text-soft">{description}</Base.Description>
              )}
            </div>
            <IconButton icon="close" label={t('ui.close')} onClick={onClose} />
          </header>
          <div className="min-h-0 overflow-auto p-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
