import { getRouteApi } from '@tanstack/react-router';
import { SignInPage } from '@/features/session/components/sign_in_page.tsx';

const route = getRouteApi('/sign-in');

export function SignIn() {
  const { next } = route.useSearch() as { next?: string };
  // Only an address of this application: never one that leads elsewhere.
  return <SignInPage next={next && /^\/(?![/\\])/.test(next) ? next : '/'} />;
}
