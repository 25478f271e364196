import { type ReactNode, useState } from 'react';
import { onDemand } from '@/lib/on_demand.tsx';

export interface DialogProps {
  title: string;
  description?: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  size?: 'md' | 'lg';
  children: ReactNode;
}

export const DialogWindow = onDemand<DialogProps>(async () => (await import('./dialog_window.tsx')).default);

/** A window over the page. The focus stays in it and returns to where it came from. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(false);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  return <DialogWindow isNeeded={wasOpened} props={props} />;
}

/** The buttons at the end of a window's form: they stay in sight while the form is scrolled. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="sticky -bottom-4 -mx-4 -mb-4 flex flex-wrap justify-end gap-2 border-t bg-paper px-4 py-3">
      {children}
    </div>
  );
}
