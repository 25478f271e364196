/** What a board is: which fields can be added up, and what stands in each column. */
import type { FieldDefinition, FieldValue, GroupTotal, ObjectDefinition, Ref } from '@/lib/api/types.ts';
import { isRef } from '@/lib/records/types.ts';

const summing = new Set(['number', 'decimal', 'money']);
/** More columns nobody reads; the server counts up to 250. */
export const columns_max = 50;
/** Users that nobody belongs to yet have a column as long as they are few. */
const users_max = 12;

export const summingFields = (object: ObjectDefinition): FieldDefinition[] =>
  object.fields.filter(field => summing.has(field.type));

export interface BoardColumn {
  /** Tells it from the others; empty: what has no value. */
  key: string;
  value: FieldValue;
  /** What the records of the column fulfil, in the rule language. */
  rule: string;
  /** Not known yet: undefined. */
  total: Pick<GroupTotal, 'count' | 'sums'> | undefined;
}

export function keyOf(value: FieldValue): string {
  if (value === null || value === undefined) return '';
  return isRef(value) ? value.id : String(value);
}

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function ruleOf(field: FieldDefinition, value: FieldValue): string {
  const key = keyOf(value);
  if (!key) return `${field.name} is absent`;
  return `${field.name} = ${field.type === 'boolean' ? key : quoted(key)}`;
}

/** Values that have a column though no record has them. */
function valuesOf(field: FieldDefinition, users: Ref[]): FieldValue[] {
  if (field.type === 'choice') return (field.choices ?? []).map(choice => choice.value);
  if (field.type === 'boolean') return [true, false];
  return field.type === 'user' && users.length <= users_max
    ? users.map(({ id, name }) => ({ id, name }))
    : [];
}

/**
 * The columns in their order: those that the field always has, then what else there is, last what has no value. Null where they are
 * too many. Of a field with very many choices only those that are in use have one.
 */
export function columnsOfBoard(
  field: FieldDefinition,
  groups: GroupTotal[] | undefined,
  users: Ref[] = [],
): BoardColumn[] | null {
  const totals = new Map((groups ?? []).map(group => [keyOf(group.value), group]));
  const always = valuesOf(field, users);
  const found = (groups ?? []).map(group => group.value).filter(value => keyOf(value) !== '');
  const wanted = always.length > columns_max ? found : [...always, ...found];
  const values = new Map<string, FieldValue>();
  for (const value of wanted) if (!values.has(keyOf(value))) values.set(keyOf(value), value);
  if (!field.is_required || totals.has('')) values.set('', null);
  if (values.size > columns_max) return null;
  return [...values].map(([key, value]) => ({
    key,
    value,
    rule: ruleOf(field, value),
    total: groups && (totals.get(key) ?? { count: 0, sums: [] }),
  }));
}
