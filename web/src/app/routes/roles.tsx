import { getRouteApi } from '@tanstack/react-router';
import { FilterBar } from '@/features/records/components/filter_bar.tsx';
import { RoleEditor } from '@/features/roles/components/role_editor.tsx';
import { SettingsFrame } from '@/features/settings/components/settings_page.tsx';

const route = getRouteApi('/inside/settings/roles/$name');

export function SettingsRole() {
  const { name } = route.useParams() as { name: string };
  return (
    <SettingsFrame part="roles">
      <RoleEditor key={name} name={name} builder={props => <FilterBar {...props} />} />
    </SettingsFrame>
  );
}
