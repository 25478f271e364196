import type { FieldDefinition, FieldType, ObjectDefinition, Rollup } from '@/lib/api/types.ts';

/** The commonest first. */
export const rollupFunctions = [
  'count',
  'sum',
  'average',
  'least',
  'greatest',
] as const satisfies readonly Rollup['function'][];

const added: readonly FieldType[] = ['number', 'decimal', 'money'];
const ordered: readonly FieldType[] = [...added, 'date', 'instant'];

/** The links of all objects that point to this one. */
export function pointingTo(objects: readonly ObjectDefinition[], name: string) {
  return objects.flatMap(object =>
    object.fields
      .filter(field => field.type === 'relation' && field.object === name)
      .map(relation => ({ object, relation })),
  );
}

/** The fields that a function takes: what Kith itself keeps of time is no news to count from, but when a record was made. */
export function takenBy(object: ObjectDefinition, rollup: Rollup): FieldDefinition[] {
  if (rollup.function === 'count') return [];
  const types = rollup.function === 'least' || rollup.function === 'greatest' ? ordered : added;
  return object.fields.filter(
    field =>
      types.includes(field.type) &&
      (field.is_writable || !!field.formula || !!field.rollup || field.name === 'created_at'),
  );
}

/** What it comes to; null while it is not whole. */
export function rollupType(objects: readonly ObjectDefinition[], rollup: Rollup): FieldType | null {
  if (!rollup.object) return null;
  if (rollup.function === 'count') return 'number';
  const counted = objects.find(object => object.name === rollup.object);
  return counted?.fields.find(field => field.name === rollup.field)?.type ?? null;
}

/** As it is sent and as the server answers it: in one order, without what does not belong to its function. */
export function wholeRollup({ object, relation, function: name, field, where }: Rollup): Rollup {
  return {
    object,
    relation,
    function: name,
    ...(name !== 'count' && field ? { field } : {}),
    ...(where ? { where } : {}),
  };
}
