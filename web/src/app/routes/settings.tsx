import { getRouteApi } from '@tanstack/react-router';
import { SettingsPage, type SettingsPart } from '@/features/settings/components/settings_page.tsx';

const part = getRouteApi('/inside/settings/$part');
const parts: SettingsPart[] = ['profile', 'workspace', 'users', 'tokens'];

export function Settings() {
  return <SettingsPage part="profile" />;
}
export function SettingsWithPart() {
  const { part: name } = part.useParams() as { part: string };
  return <SettingsPage part={parts.find(known => known === name) ?? 'profile'} />;
}
