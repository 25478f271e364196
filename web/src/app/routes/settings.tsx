import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ObjectList } from '@/features/objects/components/object_list.tsx';
import { RoleList } from '@/features/roles/components/role_list.tsx';
import { SettingsPage, type SettingsPart } from '@/features/settings/components/settings_page.tsx';

const TeamList = lazy(async () => ({
  default: (await import('@/features/teams/components/team_list.tsx')).TeamList,
}));
const part = getRouteApi('/inside/settings/$part');
const parts: SettingsPart[] = [
  'profile',
  'workspace',
  'objects',
  'users',
  'teams',
  'roles',
  'tokens',
  'exports',
  'requests',
];

export function Settings() {
  return <SettingsPage part="profile" objects={null} teams={null} roles={null} />;
}
export function SettingsWithPart() {
  const { part: name } = part.useParams() as { part: string };
  return (
    <SettingsPage
      part={parts.find(known => known === name) ?? 'profile'}
      objects={<ObjectList />}
      teams={
        <Suspense>
          <TeamList />
        </Suspense>
      }
      roles={<RoleList />}
    />
  );
}
