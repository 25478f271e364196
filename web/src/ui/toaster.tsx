import { useTranslation } from 'react-i18next';
import { closeToast, holdToasts, releaseToasts, useToasts } from '@/lib/toasts.ts';
import { Button, IconButton } from './button.tsx';

export function Toaster() {
  const { t } = useTranslation();
  const toasts = useToasts();
  return (
    <div
      role="region"
      aria-label={t('ui.messages')}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-60 flex flex-col items-end gap-2 max-sm:bottom-18"
      onPointerEnter={holdToasts}
      onPointerLeave={releaseToasts}
      onFocus={holdToasts}
      onBlur={releaseToasts}
    >
      {toasts.map(toast => (
        <div
          key={toast.id}
          className="pointer-events-auto flex max-w-md animate-[rise_150ms] items-center gap-3 rounded-md border border-line-2 bg-paper py-1.5 pr-1.5 pl-3"
        >
          <div className="min-w-0">
            <p className={`text-sm ${toast.tone === 'problem' ? 'text-red' : 'text-ink'}`}>{toast.text}</p>
            {toast.detail && <p className="text-xs text-quiet">{toast.detail}</p>}
          </div>
          {toast.action && (
            <Button
              onClick={() => {
                toast.action?.run();
                closeToast(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon="close" label={t('ui.close')} onClick={() => closeToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
