import { getRouteApi, useRouterState } from '@tanstack/react-router';
import type { ListSearch } from '@/features/records/model/search.ts';
import { RecordListPage } from '@/features/records/components/record_list_page.tsx';
import { RecordPage } from '@/features/records/components/record_page.tsx';
import { TrashPage } from '@/features/records/components/trash_page.tsx';
import { useObjectIfAny } from '@/lib/records/queries.ts';
import { Lost } from '../dead_ends.tsx';

const list = getRouteApi('/inside/$plural');
const one = getRouteApi('/inside/$plural/$id');

/** Of an object that was made in this workspace. */
export function Records() {
  const { plural } = list.useParams() as { plural: string };
  const search = list.useSearch() as ListSearch;
  return useObjectIfAny(plural) ? <RecordListPage key={plural} plural={plural} search={search} /> : <Lost />;
}
/** Of any object: the standard ones have addresses of their own, which go before that of the others. */
export function Trash() {
  const plural = useRouterState({ select: state => state.location.pathname.split('/')[1] ?? '' });
  return useObjectIfAny(plural) ? <TrashPage key={plural} plural={plural} /> : <Lost />;
}
export function RecordOfAny() {
  const { plural, id } = one.useParams() as { plural: string; id: string };
  return useObjectIfAny(plural) ? <RecordPage key={id} plural={plural} id={id} /> : <Lost />;
}
