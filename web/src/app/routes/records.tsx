import { getRouteApi } from '@tanstack/react-router';
import type { ListSearch } from '@/features/records/model/search.ts';
import { RecordListPage } from '@/features/records/components/record_list_page.tsx';
import { useObjectIfAny } from '@/lib/records/queries.ts';
import { Lost } from '../dead_ends.tsx';

const list = getRouteApi('/inside/$plural');

/** Of an object that was made in this workspace. */
export function Records() {
  const { plural } = list.useParams() as { plural: string };
  const search = list.useSearch() as ListSearch;
  return useObjectIfAny(plural) ? <RecordListPage key={plural} plural={plural} search={search} /> : <Lost />;
}
