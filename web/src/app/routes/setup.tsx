import { getRouteApi } from '@tanstack/react-router';
import { SetupPage } from '@/features/setup/components/setup_page.tsx';

const route = getRouteApi('/setup');

export function Setup() {
  return <SetupPage code={route.useSearch().code ?? ''} isDone={!route.useLoaderData().is_needed} />;
}
