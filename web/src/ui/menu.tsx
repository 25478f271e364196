import { cloneElement, type ReactElement, type ReactNode, useState } from 'react';
import { onDemand } from '@/lib/on_demand.tsx';
import type { IconName } from './icon.tsx';

export interface MenuItem {
  id: string;
  label: ReactNode;
  icon?: IconName;
  shortcut?: string;
  isChosen?: boolean;
  isDangerous?: boolean;
  run: () => void;
}

export interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>;
  groups: MenuItem[][];
  align?: 'start' | 'end';
}

export const MenuWindow = onDemand<MenuProps>(async () => (await import('./menu_window.tsx')).default);

/** A button that opens a list of things to do; groups are divided by lines. */
export function Menu({ align = 'end', ...props }: MenuProps) {
  const [isWanted, setIsWanted] = useState(false);
  const want = () => setIsWanted(true);
  return (
    <MenuWindow isNeeded={isWanted} props={{ align, ...props }}>
      {cloneElement(props.trigger, {
        'aria-haspopup': 'menu',
        'aria-expanded': false,
        onPointerEnter: MenuWindow.fetch,
        onFocus: MenuWindow.fetch,
        onClick: want,
        onKeyDown: (event: React.KeyboardEvent) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          want();
        },
      })}
    </MenuWindow>
  );
}
