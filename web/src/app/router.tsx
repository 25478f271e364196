import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { get } from '@/lib/api/client.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { sessionQuery } from '@/lib/session.ts';
import { Toaster } from '@/ui/toaster.tsx';
import { readListSearch } from '@/features/records/model/search.ts';
import { Broken, LostOutside } from './dead_ends.tsx';
import { Shell } from './shell.tsx';

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: () => (
    <>
      <Outlet />
      <Toaster />
    </>
  ),
  notFoundComponent: LostOutside,
});

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const day = (value: unknown) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? String(value) : undefined);

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (raw: Record<string, unknown>) => ({
    code: raw.code === undefined ? undefined : String(raw.code),
  }),
  loader: () => get<{ is_needed: boolean }>('/setup'),
  component: lazyRouteComponent(() => import('./routes/setup.tsx'), 'Setup'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>) => ({ next: text(raw.next) }),
  component: lazyRouteComponent(() => import('./routes/sign_in.tsx'), 'SignIn'),
});

/** Everything behind the door: whoever is not signed in is led to it, and back afterwards. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session) return;
    const { is_needed } = await get<{ is_needed: boolean }>('/setup');
    if (is_needed) throw redirect({ to: '/setup', search: { code: undefined } });
    throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
  },
  loader: ({ context }) => context.client.prefetchQuery(objectsQuery),
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/components/home_page.tsx'), 'HomePage'),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./routes/people.tsx'), 'People'),
});
const duplicates = createRoute({
  getParentRoute: () => inside,
  path: '/people/duplicates',
  component: lazyRouteComponent(
    () => import('@/features/people/components/duplicates_page.tsx'),
    'DuplicatesPage',
  ),
});
const person = createRoute({
  getParentRoute: () => inside,
  path: '/people/$id',
  validateSearch: (raw: Record<string, unknown>) => ({
    source: text(raw.source),
    type: text(raw.type),
    from: day(raw.from),
    to: day(raw.to),
  }),
  component: lazyRouteComponent(() => import('./routes/person.tsx'), 'Person'),
});
const companies = createRoute({
  getParentRoute: () => inside,
  path: '/companies',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./routes/accounts.tsx'), 'Companies'),
});
const company = createRoute({
  getParentRoute: () => inside,
  path: '/companies/$id',
  component: lazyRouteComponent(() => import('./routes/account.tsx'), 'Company'),
});
const households = createRoute({
  getParentRoute: () => inside,
  path: '/households',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./routes/accounts.tsx'), 'Households'),
});
const household = createRoute({
  getParentRoute: () => inside,
  path: '/households/$id',
  component: lazyRouteComponent(() => import('./routes/account.tsx'), 'Household'),
});
const sources = createRoute({
  getParentRoute: () => inside,
  path: '/sources',
  validateSearch: (raw: Record<string, unknown>) => ({
    new: raw.new === true || undefined,
    kind: text(raw.kind),
  }),
  component: lazyRouteComponent(() => import('./routes/sources.tsx'), 'Sources'),
});
const deadLetters = createRoute({
  getParentRoute: () => inside,
  path: '/sources/dead-letters',
  validateSearch: (raw: Record<string, unknown>) => ({ source: text(raw.source), reason: text(raw.reason) }),
  component: lazyRouteComponent(() => import('./routes/sources.tsx'), 'DeadLetters'),
});
const source = createRoute({
  getParentRoute: () => inside,
  path: '/sources/$id',
  component: lazyRouteComponent(() => import('./routes/sources.tsx'), 'Source'),
});
const sourcePart = createRoute({
  getParentRoute: () => inside,
  path: '/sources/$id/$part',
  component: lazyRouteComponent(() => import('./routes/sources.tsx'), 'SourceWithPart'),
});
const imports = createRoute({
  getParentRoute: () => inside,
  path: '/imports',
  validateSearch: (raw: Record<string, unknown>) => ({
    new: raw.new === true || undefined,
    kind: text(raw.kind),
  }),
  component: lazyRouteComponent(() => import('./routes/imports.tsx'), 'Imports'),
});
const oneImport = createRoute({
  getParentRoute: () => inside,
  path: '/imports/$id',
  component: lazyRouteComponent(() => import('./routes/imports.tsx'), 'ImportWithId'),
});
const ownChanges = createRoute({
  getParentRoute: () => inside,
  path: '/change-sets',
  component: lazyRouteComponent(() => import('./routes/changes.tsx'), 'OwnChanges'),
});
const change = createRoute({
  getParentRoute: () => inside,
  path: '/change-sets/$id',
  component: lazyRouteComponent(() => import('./routes/changes.tsx'), 'Change'),
});
const search = createRoute({
  getParentRoute: () => inside,
  path: '/search',
  validateSearch: (raw: Record<string, unknown>) => ({
    // The router reads an address: `q=2026` is a number to it.
    q: raw.q === undefined || raw.q === '' ? undefined : String(raw.q),
    object: text(raw.object),
  }),
  component: lazyRouteComponent(() => import('./routes/search.tsx'), 'Search'),
});
const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  validateSearch: (raw: Record<string, unknown>) => ({ all: raw.all === true || undefined }),
  component: lazyRouteComponent(() => import('./routes/inbox.tsx'), 'Inbox'),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/settings.tsx'), 'Settings'),
});
const settingsPart = createRoute({
  getParentRoute: () => inside,
  path: '/settings/$part',
  component: lazyRouteComponent(() => import('./routes/settings.tsx'), 'SettingsWithPart'),
});
const reference = createRoute({
  getParentRoute: () => inside,
  path: '/docs/api',
  component: lazyRouteComponent(
    () => import('@/features/reference/components/reference_page.tsx'),
    'ReferencePage',
  ),
});

const records = createRoute({
  getParentRoute: () => inside,
  path: '/$plural',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('./routes/records.tsx'), 'Records'),
});
// A standard object's own `/people/$id` would take the address before `/$plural/trash` is asked.
const trashes = ['people', 'companies', 'households', '$plural'].map(plural =>
  createRoute({
    getParentRoute: () => inside,
    path: `/${plural}/trash`,
    component: lazyRouteComponent(() => import('./routes/trash.tsx'), 'Trash'),
  }),
);
const recordOfAny = createRoute({
  getParentRoute: () => inside,
  path: '/$plural/$id',
  component: lazyRouteComponent(() => import('./routes/record.tsx'), 'RecordOfAny'),
});
const settingsObject = createRoute({
  getParentRoute: () => inside,
  path: '/settings/objects/$name',
  component: lazyRouteComponent(() => import('./routes/objects.tsx'), 'SettingsObject'),
});
const settingsRole = createRoute({
  getParentRoute: () => inside,
  path: '/settings/roles/$name',
  component: lazyRouteComponent(() => import('./routes/roles.tsx'), 'SettingsRole'),
});

const settingsAudit = createRoute({
  getParentRoute: () => inside,
  path: '/settings/audit',
  validateSearch: (raw: Record<string, unknown>) => ({
    q: raw.q === undefined ? undefined : String(raw.q),
    action: text(raw.action),
    from: day(raw.from),
    until: day(raw.until),
    actor: text(raw.actor),
    record: text(raw.record),
  }),
  component: lazyRouteComponent(() => import('./routes/audit.tsx'), 'SettingsAudit'),
});

const routeTree = root.addChildren([
  setup,
  signIn,
  inside.addChildren([
    home,
    people,
    duplicates,
    person,
    companies,
    company,
    households,
    household,
    sources,
    deadLetters,
    source,
    sourcePart,
    imports,
    oneImport,
    ownChanges,
    change,
    search,
    inbox,
    settings,
    settingsPart,
    settingsObject,
    settingsRole,
    settingsAudit,
    records,
    ...trashes,
    recordOfAny,
    reference,
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: Broken,
    scrollRestoration: false,
  });
}
