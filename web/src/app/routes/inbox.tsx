import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { InboxPage } from '@/features/inbox/components/inbox_page.tsx';

const route = getRouteApi('/inside/inbox');

export function Inbox() {
  const { all } = route.useSearch() as { all?: true };
  const navigate = useNavigate();
  return (
    <InboxPage
      key={String(all)}
      isAll={!!all}
      onAll={isAll => void navigate({ to: '/inbox', search: { all: isAll || undefined }, replace: true })}
    />
  );
}
