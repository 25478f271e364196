import type { FieldDefinition, FieldValue } from '../api/types.ts';
import { isRef, types } from './types.ts';

export function isEmpty(value: FieldValue): value is null | undefined {
  return value === undefined || value === null || value === '';
}

/** The value as the server takes it: of a relation only its id. */
export function written(field: FieldDefinition | undefined, value: FieldValue): FieldValue {
  if (isEmpty(value)) return null;
  return field?.type !== 'json' && isRef(value) ? value.id : value;
}

export function sameValue(field: FieldDefinition | undefined, a: FieldValue, b: FieldValue): boolean {
  return JSON.stringify(written(field, a)) === JSON.stringify(written(field, b));
}

/** What is wrong with a text that is to become the value of a field, as a field problem's code, or null. */
export function fieldProblem(field: FieldDefinition, text: string): string | null {
  if (!text.trim()) return field.is_required ? 'required' : null;
  return types[field.type].problem(text.trim(), field);
}

/** The value that a text stands for. */
export function valueOf(field: FieldDefinition, text: string): FieldValue {
  return text.trim() === '' ? null : types[field.type].value(text, field);
}

/** The text that an editor of the value begins with. */
export function textOf(field: FieldDefinition, value: FieldValue): string {
  return isEmpty(value) ? '' : types[field.type].text(value);
}
