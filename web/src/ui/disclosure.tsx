import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** A heading that opens what it stands for. */
export function Disclosure({
  title,
  count,
  isOpen = false,
  children,
}: {
  title: ReactNode;
  count?: ReactNode;
  isOpen?: boolean;
  children: ReactNode;
}) {
  return (
    <details open={isOpen} className="group">
      <summary className="flex min-h-(--tap) list-none items-center gap-2 rounded-sm text-sm font-medium text-ink hover:bg-hover">
        <span className="flex-1">{title}</span>
        {count !== undefined && <span className="tnum font-normal text-quiet">{count}</span>}
        <Icon name="right" className="text-quiet transition-transform duration-100 group-open:rotate-90" />
      </summary>
      <div className="pt-1 pb-2">{children}</div>
    </details>
  );
}
