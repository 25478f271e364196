import { getRouteApi } from '@tanstack/react-router';
import { ImportPage } from '@/features/imports/components/import_page.tsx';
import { ImportsPage } from '@/features/imports/components/imports_page.tsx';

const list = getRouteApi('/inside/imports');
const one = getRouteApi('/inside/imports/$id');

export function Imports() {
  const { new: isNew, kind } = list.useSearch() as { new?: true; kind?: string };
  return <ImportsPage isNew={!!isNew} kind={kind} />;
}
export function ImportWithId() {
  const { id } = one.useParams() as { id: string };
  return <ImportPage key={id} id={id} />;
}
