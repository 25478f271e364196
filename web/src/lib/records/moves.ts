/** Records that move from one place of a screen to another, such as columns of a board or days of a calendar. */
import { useRef } from 'react';
import type { FieldValue, ObjectDefinition, RecordRow } from '../api/types.ts';
import { useRecordWrites } from './writes.ts';

/** What came of a move: the record afterwards, or where it goes back to, with all moves of it that follow. */
type Moved<Place> = { row: RecordRow } | { backTo: Place };

/**
 * Moves records: at once on the screen by `show`, one after the other at the server, back where a move is refused. True from the last
 * move of a record once it is done.
 */
export function useMoves<Place extends { value: FieldValue }>(
  object: ObjectDefinition,
  fieldName: string,
  show: (row: RecordRow, from: Place, to: Place) => void,
) {
  const { writeField } = useRecordWrites(object);
  /** The last move of each record that is on its way. */
  const moving = useRef(new Map<string, Promise<Moved<Place>>>());

  return async (row: RecordRow, from: Place, to: Place, said: string): Promise<boolean> => {
    show(row, from, to);
    const before = moving.current.get(row.id) ?? Promise.resolve<Moved<Place>>({ row });
    const mine = before.then(async (moved): Promise<Moved<Place>> => {
      if ('backTo' in moved) return moved;
      const after = await writeField(moved.row, fieldName, to.value, said);
      return after ? { row: after } : { backTo: from };
    });
    moving.current.set(row.id, mine);
    const moved = await mine;
    if (moving.current.get(row.id) !== mine) return false;
    moving.current.delete(row.id);
    if ('backTo' in moved) show(row, to, moved.backTo);
    return true;
  };
}
