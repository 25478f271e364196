import { Popover as Base } from '@base-ui/react/popover';
import type { PopoverProps } from './popover.tsx';

/** The window itself: `Popover` brings it when it is first opened. */
export default function PopoverWindow({
  trigger,
  title,
  isOpen,
  onOpenChange,
  align,
  children,
}: PopoverProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup className="max-h-(--available-height) w-72 max-w-(--available-width) overflow-auto rounded-md border border-line-2 bg-paper p-3 outline-none">
            <Base.Title className="mb-2 text-xs font-medium text-soft">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
