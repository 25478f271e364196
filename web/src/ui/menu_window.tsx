import { Menu as Base } from '@base-ui/react/menu';
import { keysShown } from '@/lib/shortcuts.ts';
import { Icon } from './icon.tsx';
import { Keys } from './keys.tsx';
import type { MenuProps } from './menu.tsx';

/** The menu itself, open at first: `Menu` brings it when it is first wanted. */
export default function MenuWindow({ trigger, groups, align }: MenuProps) {
  return (
    <Base.Root defaultOpen>
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
