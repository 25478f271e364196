import { getRouteApi } from '@tanstack/react-router';
import { OwnChangesPage } from '@/features/changes/components/own_changes_page.tsx';
import { ChangePage } from '@/features/changes/components/change_page.tsx';

const one = getRouteApi('/inside/change-sets/$id');

export function OwnChanges() {
  return <OwnChangesPage />;
}
export function Change() {
  const { id } = one.useParams() as { id: string };
  return <ChangePage key={id} id={id} />;
}
