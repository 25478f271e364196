import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportKind } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { mayDo } from '@/lib/roles.ts';
import { useLabel } from '@/lib/use_format.ts';

/** What a file of this kind is called: an object's records, or sales. */
export function useKindLabel(): (kind: ImportKind) => string {
  const { t } = useTranslation();
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  return kind =>
    kind === 'sales'
      ? t('imports.kind.sales')
      : label(objects?.find(({ plural }) => plural === kind)?.label_plural, kind);
}

/** What one may bring: records that one may make and change; sales too where these are people. */
export function useKinds(): ImportKind[] {
  const objects = useQuery(objectsQuery).data ?? [];
  const mine = objects
    .filter(object => mayDo(object, 'create') && mayDo(object, 'update'))
    .map(({ plural }) => plural);
  const first = ['people', 'companies', 'households'].filter(plural => mine.includes(plural));
  const others = mine.filter(plural => !first.includes(plural));
  return [...first, ...(first.includes('people') ? ['sales'] : []), ...others];
}
