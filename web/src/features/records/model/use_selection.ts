import { useState } from 'react';
import type { RecordRow } from '@/lib/api/types.ts';
import { keepPlace, placeOf } from './place.ts';

/** Which rows of a list are chosen: some by their ids, or all that the list matches. Kept with one's place in the list. */
export function useSelection(placeKey: string, rows: RecordRow[]) {
  const start = placeOf(placeKey);
  const [ids, setIds] = useState(start.selected);
  const [isAll, setIsAll] = useState(start.isAllSelected);
  /** The row chosen last, from which a stretch reaches. */
  const [anchor, setAnchor] = useState<string | null>(null);

  const set = (selected: ReadonlySet<string>, isAllSelected: boolean) => {
    setIds(selected);
    setIsAll(isAllSelected);
    keepPlace(placeKey, { selected, isAllSelected });
  };
  return {
    ids,
    isAll,
    count: isAll ? Math.max(ids.size, rows.length) : ids.size,
    clear: () => set(new Set(), false),
    selectAll: () => set(new Set(), true),
    toggle: (index: number) => {
      const id = rows[index]?.id;
      if (!id) return;
      // Out of everything, one row is chosen: which of the others were meant is not known here.
      const next = new Set(isAll ? [] : ids);
      if (isAll || !next.delete(id)) next.add(id);
      setAnchor(id);
      set(next, false);
    },
    stretchTo: (index: number) => {
      const from = rows.findIndex(row => row.id === anchor);
      const [first, last] = from < 0 ? [index, index] : [Math.min(from, index), Math.max(from, index)];
      if (from < 0) setAnchor(rows[index]?.id ?? null);
      set(new Set([...(isAll ? [] : ids), ...rows.slice(first, last + 1).map(row => row.id)]), false);
    },
  };
}
