import { getRouteApi } from '@tanstack/react-router';
import { RecordPage } from '@/features/records/components/record_page.tsx';

const company = getRouteApi('/inside/companies/$id');
const household = getRouteApi('/inside/households/$id');

export function Company() {
  const { id } = company.useParams() as { id: string };
  return <RecordPage key={id} plural="companies" id={id} />;
}
export function Household() {
  const { id } = household.useParams() as { id: string };
  return <RecordPage key={id} plural="households" id={id} />;
}
