import { getRouteApi } from '@tanstack/react-router';
import { ChangePage } from '@/features/changes/components/change_page.tsx';

const one = getRouteApi('/inside/change-sets/$id');

export function Change() {
  const { id } = one.useParams() as { id: string };
  return <ChangePage key={id} id={id} />;
}
