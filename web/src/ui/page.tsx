import type { ReactNode } from 'react';

/** The bar at the top of a page: what it is, and what can be done. */
export function PageBar({
  title,
  before,
  children,
}: {
  title: ReactNode;
  before?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="flex h-(--bar) shrink-0 items-center gap-2 border-b px-4 max-sm:px-3">
      {before}
      <h1 className="min-w-0 flex-1 truncate text-md">{title}</h1>
      {children}
    </header>
  );
}

/** A part of a page with its heading. */
export function Section({ title, side, children }: { title: string; side?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <header className="flex min-h-7 items-center justify-between gap-2">
        <h2 className="text-sm">{title}</h2>
        {side}
      </header>
      {children}
    </section>
  );
}
