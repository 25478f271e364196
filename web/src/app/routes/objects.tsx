import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ObjectEditor } from '@/features/objects/components/object_editor.tsx';
import { SettingsFrame } from '@/features/settings/components/settings_page.tsx';

const FilterBar = lazy(async () => ({
  default: (await import('@/features/records/components/filter_bar.tsx')).FilterBar,
}));

const route = getRouteApi('/inside/settings/objects/$name');

export function SettingsObject() {
  const { name } = route.useParams() as { name: string };
  return (
    <SettingsFrame part="objects">
      <ObjectEditor
        key={name}
        name={name}
        builder={props => (
          <Suspense>
            <FilterBar {...props} />
          </Suspense>
        )}
      />
    </SettingsFrame>
  );
}
