import type { FieldDefinition, FieldType, Rollup } from '@/lib/api/types.ts';
import { types } from '@/lib/records/types.ts';
import type { FieldDraft } from '../api/definitions.ts';
import { scale_usual } from './types.ts';

/** What a field's value is worked out from, where nobody gives it one. */
export type WorkedOut = { formula: string } | { rollup: Rollup };

type Draft = FieldDraft & { type: FieldType };

/** What the form of a field begins with. */
export function draftOf(field: FieldDefinition | null): Draft {
  return {
    label: field?.label ?? {},
    type: field?.type ?? 'text',
    object: field?.object ?? 'person',
    choices: field?.choices ?? [],
    is_open: field?.is_open ?? false,
    scale: field?.scale ?? scale_usual,
    is_required: field?.is_required ?? false,
    is_sortable: field?.is_sortable ?? false,
    is_searchable: field?.is_searchable ?? false,
    is_personal: field?.is_personal ?? false,
  };
}

/** Of a field that is open, what was there and is no longer: others add choices meanwhile, and those are to stay. */
function removedOf({ choices = [] }: Draft, field: FieldDefinition): string[] {
  if (!field.is_open) return [];
  return (field.choices ?? [])
    .map(({ value }) => value)
    .filter(value => !choices.some(choice => choice.value === value));
}

/** What is sent: of a field that is there, as it was when the form was opened, only what differs. */
export function bodyOf(
  draft: Draft,
  worked: WorkedOut | null,
  field: FieldDefinition | null,
): Partial<FieldDraft> {
  const { object, choices, type, scale, is_open, ...rest } = draft;
  const named = choices?.filter(choice => choice.value || Object.values(choice.label).some(Boolean));
  const whole: FieldDraft = {
    ...rest,
    type,
    is_required: draft.is_required && types[type].isRequired && !worked,
    is_sortable: draft.is_sortable && types[type].isSorted,
    is_searchable: draft.is_searchable && types[type].isSearched,
    ...(type === 'relation' ? { object } : {}),
    ...(types[type].hasChoices ? { choices: named, is_open } : {}),
    // The digits of what is counted are those of what it takes.
    ...(type === 'decimal' && !(worked && 'rollup' in worked) ? { scale } : {}),
    ...worked,
  };
  if (!field) return whole;
  const removed = removedOf(draft, field);
  return {
    ...Object.fromEntries(
      Object.entries(whole).filter(
        ([name, value]) => JSON.stringify(value) !== JSON.stringify(field[name as keyof FieldDefinition]),
      ),
    ),
    ...(removed.length ? { remove_choices: removed } : {}),
  };
}
