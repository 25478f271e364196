import { Menu as Base } from '@base-ui/react/menu';
import { keysShown } from '@/lib/shortcuts.ts';
import { Icon } from './icon.tsx';
import { Keys } from './keys.tsx';
import type { MenuItem } from './menu.tsx';

/** What a menu offers; groups are divided by lines. */
export function MenuPopup({
  groups,
  titles = [],
  align,
  anchor,
}: {
  groups: MenuItem[][];
  /** What each group is about. */
  titles?: (string | undefined)[];
  align?: 'start' | 'end';
  /** Beside which it stands, where no button of its own opened it; the focus then goes back by other hands. */
  anchor?: HTMLElement;
}) {
  return (
    <Base.Portal>
      <Base.Positioner
        align={align}
        anchor={anchor}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 outline-none"
      >
        <Base.Popup
          finalFocus={anchor ? false : undefined}
          className="max-h-(--available-height) min-w-44 overflow-auto rounded-md border border-line-2 bg-paper py-1 outline-none"
        >
          {groups
            .map((items, index) => ({ items, title: titles[index] }))
            .filter(({ items }) => items.length)
            .map(({ items, title }, index) => (
              <Base.Group key={items[0]!.id} className={index ? 'mt-1 border-t pt-1' : ''}>
                {title && <Base.GroupLabel className="px-3 py-1 text-xs text-quiet">{title}</Base.GroupLabel>}
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
  );
}
