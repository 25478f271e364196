import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem, onSignedOut } from '@/lib/api/client.ts';
import { startI18n } from '@/lib/i18n.ts';
import { sessionQuery } from '@/lib/session.ts';
import { endWork } from '@/lib/session_end.ts';
import { makeRouter } from './router.tsx';
import './styles.css';

const tries_max = 2;
const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused is refused again; only what may have been an accident is tried once more.
      retry: (count, error) =>
        count < tries_max && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
const router = makeRouter(client);

onSignedOut(() => {
  const next = router.state.location.href;
  if (next.startsWith('/sign-in')) return;
  // Whoever signs in next may be somebody else.
  void endWork();
  // The rooms are left before the session is: nothing on the screen then asks for what is gone.
  void router
    .navigate({ to: '/sign-in', search: { next } })
    .then(() => client.setQueryData(sessionQuery.queryKey, null));
});

await startI18n();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
