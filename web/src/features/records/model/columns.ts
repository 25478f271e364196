import type { FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';
import { types } from '@/lib/records/types.ts';

const chosen: Record<string, string[]> = {
  people: ['name', 'company', 'last_seen_at', 'stage', 'country', 'email'],
  companies: ['name', 'domain', 'industry', 'country', 'city', 'phone'],
  households: ['name', 'street', 'postal_code', 'city', 'country'],
};
const columns_max = 6;
const columns_beside_peek = 4;
const columns_on_phone = 2;

export type Room = 'wide' | 'beside_peek' | 'phone';

/** The columns that a list has by itself. */
export function usualColumns(object: ObjectDefinition): string[] {
  const names = chosen[object.plural] ?? object.fields.map(field => field.name);
  return names.filter(name => object.fields.some(field => field.name === name)).slice(0, columns_max);
}

/** The fields that a list shows in its order: those asked for, else the usual ones, as many as there is room for. */
export function columnsOf(object: ObjectDefinition, room: Room, asked: string[] = []): FieldDefinition[] {
  const names = asked.length ? asked : usualColumns(object);
  const shown = names.flatMap(name => object.fields.filter(field => field.name === name));
  if (room === 'wide') return shown;
  if (room === 'beside_peek') return shown.slice(0, columns_beside_peek);
  // Beside the name there is room for one more: what changes most often, else a place.
  const second =
    shown.find(field => field.name === 'last_seen_at') ?? shown.find(field => field.name === 'city');
  return shown.filter(field => field === shown[0] || field === second).slice(0, columns_on_phone);
}

const usual_card_fields_max = 4;
/** What stands on a card below the name, of a list told by a field: what was chosen, else the first of the usual ones. */
export function cardFieldsOf(
  object: ObjectDefinition,
  asked: string[],
  by: FieldDefinition,
  usual_max = usual_card_fields_max,
): FieldDefinition[] {
  const fields = columnsOf(object, 'wide', asked).filter(
    field => field.name !== 'name' && field.name !== by.name,
  );
  return asked.length ? fields : fields.slice(0, usual_max);
}

/** How wide a column is against the others. */
export function weightOf(field: FieldDefinition): number {
  if (field.name === 'name') return 3;
  return types[field.type].width;
}
