import type { FieldType } from '@/lib/api/types.ts';

/** The types that a field can be made of, the commonest first. */
export const offeredTypes = [
  'text',
  'long_text',
  'number',
  'choice',
  'boolean',
  'date',
  'instant',
  'partial_date',
  'relation',
  'email',
  'phone',
  'url',
] as const satisfies readonly FieldType[];

export const sortedTypes: readonly FieldType[] = offeredTypes.filter(
  type => type !== 'long_text' && type !== 'relation',
);
export const searchedTypes: readonly FieldType[] = ['text', 'long_text', 'email', 'phone', 'url'];
