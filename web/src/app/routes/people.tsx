import { getRouteApi } from '@tanstack/react-router';
import { PersonBrief } from '@/features/people/components/person_brief.tsx';
import type { ListSearch } from '@/features/records/model/search.ts';
import { RecordListPage } from '@/features/records/components/record_list_page.tsx';
import type { Preset } from '@/features/records/components/view_tabs.tsx';

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
      peekMore={id => <PersonBrief person={id} />}
    />
  );
}
