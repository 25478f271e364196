import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { MenuPopup } from './menu_popup.tsx';

export interface MenuItem {
  id: string;
  label: ReactNode;
  icon?: IconName;
  shortcut?: string;
  isChosen?: boolean;
  isDangerous?: boolean;
  run: () => void;
}

/** A button that opens a list of things to do; groups are divided by lines. */
export function Menu({
  trigger,
  groups,
  align = 'end',
}: {
  trigger: ReactElement<Record<string, unknown>>;
  groups: MenuItem[][];
  align?: 'start' | 'end';
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <MenuPopup {...{ groups, align }} />
    </Base.Root>
  );
}
