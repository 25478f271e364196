import type { FieldType } from '@/lib/api/types.ts';

export const scale_usual = 2;
export const scale_max = 10;

/** The types that a field can be made of, the commonest first. */
export const offeredTypes = [
  'text',
  'long_text',
  'number',
  'decimal',
  'money',
  'choice',
  'multi_choice',
  'boolean',
  'date',
  'time',
  'instant',
  'partial_date',
  'relation',
  'user',
  'email',
  'phone',
  'url',
  'country',
  'language',
  'file',
  'json',
] as const satisfies readonly FieldType[];
