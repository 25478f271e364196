import { getRouteApi } from '@tanstack/react-router';
import { SetupPage } from '@/features/setup/components/setup_page.tsx';

const route = getRouteApi('/setup');

export function Setup() {
  const { code } = route.useSearch() as { code?: string };
  const { is_needed } = route.useLoaderData() as { is_needed: boolean };
  return <SetupPage code={code ?? ''} isDone={!is_needed} />;
}
