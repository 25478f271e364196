import type { FieldDefinition, FieldValue, Money, Ref } from '../api/types.ts';

export function isRef(value: FieldValue): value is Ref {
  return typeof value === 'object' && value !== null && 'id' in value;
}
export function isMoney(value: FieldValue): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value;
}
export function isEmpty(value: FieldValue): boolean {
  return value === undefined || value === null || value === '';
}

/** The value as the server takes it: of a relation only its id. */
export function written(value: FieldValue): FieldValue {
  return isRef(value) ? value.id : value === undefined || value === '' ? null : value;
}

export function sameValue(a: FieldValue, b: FieldValue): boolean {
  return JSON.stringify(written(a)) === JSON.stringify(written(b));
}

/** What is wrong with a text that is to become the value of a field, as a field problem's code, or null. */
export function fieldProblem(field: FieldDefinition, text: string): string | null {
  const value = text.trim();
  if (!value) return field.is_required ? 'required' : null;
  switch (field.type) {
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : 'not_an_email';
    case 'url':
      return /^(https?:\/\/)?[^\s/]+\.[^\s]+$/.test(value) ? null : 'not_a_url';
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? null : 'not_a_date';
    case 'partial_date':
      return /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(value) ? null : 'not_a_date';
    case 'number':
      return Number.isFinite(Number(value)) ? null : 'wrong_type';
    case 'country':
      return /^[A-Z]{2}$/.test(value) ? null : 'not_a_country';
    default:
      return null;
  }
}

/** The value that a text stands for. */
export function valueOf(field: FieldDefinition, text: string): FieldValue {
  const value = field.type === 'long_text' ? text : text.trim();
  if (value === '') return null;
  if (field.type === 'number') return Number(value);
  if (field.type === 'boolean') return value === 'true';
  return value;
}

/** What kind of codes stand in a field: it says so itself, or is a text of that name, which also keeps what is no code. */
export function codesIn(field: FieldDefinition): 'country' | 'language' | null {
  for (const kind of ['country', 'language'] as const)
    if (field.type === kind || (field.type === 'text' && field.name === kind)) return kind;
  return null;
}
