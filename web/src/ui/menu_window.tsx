import { Menu as Base } from '@base-ui/react/menu';
import type { MenuProps } from './menu.tsx';
import { MenuPopup } from './menu_popup.tsx';

/** The menu itself, open at first: `Menu` brings it when it is first wanted. */
export default function MenuWindow({ trigger, groups, align }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <MenuPopup {...{ groups, align }} />
    </Base.Root>
  );
}
