import { getRouteApi } from '@tanstack/react-router';
import { SearchPage } from '@/features/search/components/search_page.tsx';

const route = getRouteApi('/inside/search');

export function Search() {
  const { q, object } = route.useSearch() as { q?: string; object?: string };
  return <SearchPage q={q ?? ''} object={object} />;
}
