import { cloneElement, type ReactElement, type ReactNode, useState } from 'react';
import { onDemand } from '@/lib/on_demand.tsx';

export interface PopoverProps {
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'end' | 'center';
  children: ReactNode;
}

export const PopoverWindow = onDemand<PopoverProps>(
  async () => (await import('./popover_window.tsx')).default,
);

/** A small window beside what opened it. */
export function Popover({ align = 'start', isOpen, onOpenChange, ...props }: PopoverProps) {
  const [isOwnOpen, setIsOwnOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const isShown = isOpen ?? isOwnOpen;
  if (isShown && !wasOpened) setWasOpened(true);
  const turn = (open: boolean) => {
    setIsOwnOpen(open);
    onOpenChange?.(open);
  };
  return (
    <PopoverWindow isNeeded={wasOpened} props={{ align, isOpen: isShown, onOpenChange: turn, ...props }}>
      {cloneElement(props.trigger, {
        'aria-haspopup': 'dialog',
        'aria-expanded': false,
        onPointerEnter: PopoverWindow.fetch,
        onFocus: PopoverWindow.fetch,
        onClick: () => turn(true),
      })}
    </PopoverWindow>
  );
}
