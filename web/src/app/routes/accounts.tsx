import { getRouteApi } from '@tanstack/react-router';
import type { ListSearch } from '@/features/records/model/search.ts';
import { RecordListPage } from '@/features/records/components/record_list_page.tsx';
import { RecordPage } from '@/features/records/components/record_page.tsx';

const companies = getRouteApi('/inside/companies');
const company = getRouteApi('/inside/companies/$id');
const households = getRouteApi('/inside/households');
const household = getRouteApi('/inside/households/$id');

export function Companies() {
  return <RecordListPage plural="companies" search={companies.useSearch() as ListSearch} />;
}
export function Company() {
  const { id } = company.useParams() as { id: string };
  return <RecordPage key={id} plural="companies" id={id} />;
}
export function Households() {
  return <RecordListPage plural="households" search={households.useSearch() as ListSearch} />;
}
export function Household() {
  const { id } = household.useParams() as { id: string };
  return <RecordPage key={id} plural="households" id={id} />;
}
