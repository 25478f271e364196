import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';

/** A window over the page. The focus stays in it and returns to where it came from. */
export function Dialog({
  title,
  description,
  isOpen,
  onClose,
  size = 'md',
  children,
}: {
  title: string;
  description?: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  size?: 'md' | 'lg';
  children: ReactNode;
}) {
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

/** The buttons at the end of a window's form: they stay in sight while the form is scrolled. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-4 -mx-4 -mb-4 flex flex-wrap justify-end gap-2 border-t bg-paper px-4 py-3">
      {children}
    </div>
  );
}
