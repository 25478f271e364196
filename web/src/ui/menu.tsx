import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { keysShown } from '@/lib/shortcuts.ts';
import { Icon, type IconName } from './icon.tsx';
import { Keys } from './keys.tsx';

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
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="min-w-44 rounded-md border border-line-2 bg-paper py-1 outline-none">
            {groups
              .filter(items => items.length)
              .map((items, index) => (
                <Base.Group key={items[0]!.id} className={index ? 'mt-1 border-t pt-1' : ''}>
                  {items.map(item => (
                    <Base.Item
                      key={item.id}
                      onClick={item.run}
                      className={`flex min-h-(--tap) cursor-pointer items-center gap-2 px-3 text-sm outline-none data-highlighted:bg-hover ${
                        item.isDangerous ? 'text-red' : 'text-text'
                      }`}
                    >
                      {item.icon && <Icon name={item.icon} className="text-quiet" />}
                      <span className="flex-1">{item.label}</span>
                      {item.isChosen && <Icon name="check" className="text-accent" />}
                      {item.shortcut && <Keys keys={keysShown(item.shortcut)} />}
                    </Base.Item>
                  ))}
                </Base.Group>
              ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
