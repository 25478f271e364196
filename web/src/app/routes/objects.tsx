import { getRouteApi } from '@tanstack/react-router';
import { ObjectEditor } from '@/features/objects/components/object_editor.tsx';
import { FilterBar } from '@/features/records/components/filter_bar.tsx';
import { SettingsFrame } from '@/features/settings/components/settings_page.tsx';

const route = getRouteApi('/inside/settings/objects/$name');

export function SettingsObject() {
  const { name } = route.useParams() as { name: string };
  return (
    <SettingsFrame part="objects">
      <ObjectEditor key={name} name={name} builder={props => <FilterBar {...props} />} />
    </SettingsFrame>
  );
}
