import { Menu as Base } from '@base-ui/react/menu';
import type { MenuItem } from './menu.tsx';
import { MenuPopup } from './menu_popup.tsx';

/** A menu beside whatever it is about, opened by other means than a button of its own. */
export function MenuAt({
  anchor,
  groups,
  titles,
  onClose,
}: {
  anchor: HTMLElement;
  groups: MenuItem[][];
  /** What each group is about. */
  titles?: (string | undefined)[];
  /** The focus goes where this says. */
  onClose: () => void;
}) {
  return (
    <Base.Root open onOpenChange={isOpen => !isOpen && onClose()}>
      <MenuPopup {...{ groups, titles, anchor }} align="end" />
    </Base.Root>
  );
}
