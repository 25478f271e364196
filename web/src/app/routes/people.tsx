import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { ListSearch } from '@/features/records/model/search.ts';
import { RecordListPage } from '@/features/records/components/record_list_page.tsx';
import type { Preset } from '@/features/records/components/view_tabs.tsx';
import { Skeleton } from '@/ui/states.tsx';

const PersonBrief = lazy(() => import('@/features/people/components/person_brief.tsx'));

const route = getRouteApi('/inside/people');
const presets: Preset[] = [
  { label: 'list.preset.all' },
  { label: 'list.preset.customers', filter: 'stage = "customer"' },
  { label: 'list.preset.anonymous', filter: 'is_known = false' },
];

export function People() {
  return (
    <RecordListPage
      plural="people"
      search={route.useSearch() as ListSearch}
      presets={presets}
      peekMore={id => (
        <Suspense fallback={<Skeleton lines={3} />}>
          <PersonBrief person={id} />
        </Suspense>
      )}
    />
  );
}
