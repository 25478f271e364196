/** Many records alike, the trash, and pairs of people who may be one, over the made-up business. */
import type { BulkEdit, Days, Duplicate, FieldValue, Groups, RecordRow } from '../src/lib/api/types.ts';
import { dayOf } from '../src/lib/format.ts';

export function groupsOf(rows: RecordRow[], by: string): Groups {
  const counts = new Map<FieldValue, number>();
  for (const row of rows) counts.set(row[by] ?? null, (counts.get(row[by] ?? null) ?? 0) + 1);
  const data = [...counts].map(([value, count]) => ({ value, count, sums: [] }));
  return { data, total: { count: rows.length, is_exact: true } };
}

/** The day of a value, by the clocks of the made-up business. */
export const dayIn = (value: unknown, timeZone: string): string | null => {
  if (typeof value !== 'string') return null;
  return value.includes('T') ? dayOf(value, timeZone) : value;
};

export function daysOf(rows: RecordRow[], query: URLSearchParams, timeZone: string): Days {
  const by = query.get('by') ?? '';
  const days = new Map<string, RecordRow[]>();
  let absent = 0;
  for (const row of rows) {
    const day = dayIn(row[by], timeZone);
    if (!day) absent++;
    else if (day >= (query.get('from') ?? '') && day <= (query.get('to') ?? ''))
      days.set(day, [...(days.get(day) ?? []), row]);
  }
  const data = [...days]
    .map(([day, found]) => ({
      day,
      count: found.length,
      records: found
        .toSorted((a, b) => String(a[by]).localeCompare(String(b[by])))
        .slice(0, Number(query.get('each') ?? 4)),
    }))
    .toSorted((a, b) => a.day.localeCompare(b.day));
  const count = data.reduce((sum, day) => sum + day.count, 0);
  return { data, total: { count, is_exact: true }, absent: { count: absent, is_exact: true } };
}

const trash = new Map<string, RecordRow[]>();

export const deleted = (plural: string): RecordRow[] => trash.get(plural) ?? [];

export function throwAway(plural: string, row: RecordRow, by: string) {
  trash.set(plural, [{ ...row, deleted_at: new Date().toISOString(), deleted_by: by }, ...deleted(plural)]);
}

export const bulkEdits = new Map<string, BulkEdit>();

function restored(plural: string, ids: string[] | undefined): RecordRow[] {
  const back = deleted(plural).filter(row => !ids || ids.includes(row.id));
  trash.set(
    plural,
    deleted(plural).filter(row => !back.includes(row)),
  );
  return back.map(row => ({ ...row, deleted_at: undefined, deleted_by: undefined }));
}

interface Many {
  id: string;
  plural: string;
  object: string;
  rows: RecordRow[];
  body: Record<string, unknown>;
  by: string;
  write: (row: RecordRow) => void;
}

/** Does it at once, and tells how it ended. */
export function many(
  action: BulkEdit['action'],
  { id, plural, object, rows, body, by, write }: Many,
): BulkEdit {
  const ids = body.ids as string[] | undefined;
  const chosen =
    action === 'restore' ? restored(plural, ids) : rows.filter(row => !ids || ids.includes(row.id));
  for (const row of chosen) {
    if (action === 'restore') rows.unshift(row);
    else if (action === 'edit') write(row);
    else {
      rows.splice(rows.indexOf(row), 1);
      throwAway(plural, row, by);
    }
  }
  const now = new Date().toISOString();
  const count = chosen.length;
  const edit: BulkEdit = {
    ...{ id, object, action, state: 'done', total: count, done: count, changed: count, skipped: 0 },
    ...{ change_set: null, error: null, created_at: now, finished_at: now },
  };
  bulkEdits.set(id, edit);
  return edit;
}

export function pairsOf(people: RecordRow[]): Duplicate[] {
  const known = people.filter(person => person.name && person.email);
  return known.slice(0, 4).flatMap((person, index): Duplicate[] => {
    const other = known[index + 5];
    if (!other) return [];
    return [
      {
        id: `${person.id}.${other.id}`,
        people: [person, other].map(({ id, name }) => ({ id, name: String(name) })),
        reasons: [
          {
            reason: index % 2 ? 'two_user_ids' : 'another_name_and_birth_date',
            kind: 'email',
            value: String(person.email),
            at: person.created_at,
          },
        ],
      },
    ];
  });
}
