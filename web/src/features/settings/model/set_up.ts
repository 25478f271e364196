import type { SetUpDifference } from '@/lib/api/types.ts';

export type Difference = SetUpDifference['changes'][number];

/** What of a thing may differ and has a name in every language. */
export const known_parts = [
  'label',
  'label_plural',
  'order',
  'is_required',
  'is_sortable',
  'is_filterable',
  'is_personal',
  'is_searchable',
  'choices',
  'is_open',
  'formula',
  'rollup',
  'title',
  'permissions',
  'others',
  'objects',
  'filter',
  'sort',
  'columns',
  'kind',
  'group_by',
  'sum',
] as const;

const order = ['added', 'changed', 'restored', 'retired', 'kept'] as const;

/** What differs, by what would become of it; without empty groups. */
export function groupsOf({
  changes,
  only_here,
}: SetUpDifference): { what: (typeof order)[number]; list: Difference[] }[] {
  const all = [...changes, ...only_here];
  return order
    .map(what => ({ what, list: all.filter(each => each.what === what) }))
    .filter(({ list }) => list.length > 0);
}
