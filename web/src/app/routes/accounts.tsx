import { getRouteApi } from '@tanstack/react-router';
import type { ListSearch } from '@/features/records/model/search.ts';
import { RecordListPage } from '@/features/records/components/record_list_page.tsx';

const companies = getRouteApi('/inside/companies');
const households = getRouteApi('/inside/households');

export function Companies() {
  return <RecordListPage plural="companies" search={companies.useSearch() as ListSearch} />;
}
export function Households() {
  return <RecordListPage plural="households" search={households.useSearch() as ListSearch} />;
}
