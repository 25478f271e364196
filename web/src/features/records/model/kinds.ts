/** How else than as a table a list is shown, by a field: what boards and calendars have in common. */
import type { TextKey } from '@/lib/actions.ts';
import type { FieldDefinition, FieldType, ObjectDefinition } from '@/lib/api/types.ts';
import type { ListKind } from '@/lib/records/views.ts';
import type { ListSearch } from './search.ts';

interface Kind {
  /** The types of the fields that it goes by. */
  types: ReadonlySet<FieldType>;
  word: TextKey;
  show: TextKey;
  shortcut: string;
  /** What is said where the field of the address is not there, and where the object has none. */
  noSuchField: { title: TextKey; text: TextKey };
  noFields: { title: TextKey; text: TextKey };
}

export const kinds: Record<ListKind, Kind> = {
  board: {
    types: new Set<FieldType>(['choice', 'boolean', 'country', 'language', 'user']),
    word: 'board.board',
    show: 'board.as_board',
    shortcut: 'b',
    noSuchField: { title: 'board.no_such_field_title', text: 'board.no_such_field_text' },
    noFields: { title: 'board.no_fields_title', text: 'board.no_fields_text' },
  },
  calendar: {
    types: new Set<FieldType>(['date', 'instant']),
    word: 'calendar.calendar',
    show: 'calendar.as_calendar',
    shortcut: 'd',
    noSuchField: { title: 'calendar.no_such_field_title', text: 'board.no_such_field_text' },
    noFields: { title: 'calendar.no_fields_title', text: 'calendar.no_fields_text' },
  },
};
export const kindNames = Object.keys(kinds) as ListKind[];

export const fieldsFor = (object: ObjectDefinition, kind: ListKind): FieldDefinition[] =>
  object.fields.filter(field => kinds[kind].types.has(field.type) && field.is_filterable);

/** What it goes by where nothing else is asked for: what one may move records along, a choice before all. */
export function usualField(object: ObjectDefinition, kind: ListKind): FieldDefinition | undefined {
  const fields = fieldsFor(object, kind);
  return (
    fields.find(field => field.type === 'choice' && field.is_writable) ??
    fields.find(field => field.is_writable) ??
    fields[0]
  );
}

/** What of the address changes with the kind: what one goes by means nothing to another. */
export function shownAs(
  object: ObjectDefinition,
  search: ListSearch,
  kind: ListKind | undefined,
): Partial<ListSearch> {
  const known = kind && fieldsFor(object, kind).find(field => field.name === search.by);
  return {
    as: kind,
    by: kind && (known ?? usualField(object, kind))?.name,
    sum: kind === 'board' ? search.sum : undefined,
    at: undefined,
    span: undefined,
    peek: undefined,
  };
}

/** The filter of a list together with the rule of a part of it. */
export function within(filter: string | undefined, rule: string): string {
  return filter ? `(${filter}) and ${rule}` : rule;
}
