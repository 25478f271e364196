import type { FieldDefinition, ObjectDefinition } from '@/lib/api/types.ts';

const chosen: Record<string, string[]> = {
  people: ['name', 'company', 'last_seen_at', 'stage', 'country', 'email'],
  companies: ['name', 'domain', 'industry', 'country', 'city', 'phone'],
  households: ['name', 'street', 'postal_code', 'city', 'country'],
};
const chosenOnPhone: Record<string, string[]> = {
  people: ['name', 'last_seen_at', 'stage'],
  companies: ['name', 'city'],
  households: ['name', 'city'],
};
const columns_max = 6;

/** The fields that a list shows, in its order: the chosen ones that the object has, else its first. */
export function columnsOf(object: ObjectDefinition, isPhone: boolean): FieldDefinition[] {
  const names = (isPhone ? chosenOnPhone : chosen)[object.plural];
  if (!names) return object.fields.slice(0, isPhone ? 2 : columns_max);
  return names.flatMap(name => object.fields.filter(field => field.name === name));
}

/** How wide a column is against the others. */
export function weightOf(field: FieldDefinition): number {
  if (field.name === 'name') return 3;
  if (field.type === 'email' || field.type === 'url' || field.type === 'long_text') return 2.6;
  if (field.type === 'relation' || field.type === 'text') return 2;
  return 1.4;
}
