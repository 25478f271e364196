import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions, type Action } from '@/lib/actions.ts';
import type { ObjectDefinition, Permission } from '@/lib/api/types.ts';
import { recall, remember } from '@/lib/appearance.ts';
import { languages, offeredLanguages } from '@/lib/i18n.ts';
import { useChangeMe, useSession } from '@/lib/session.ts';
import { isWorkOnItsWay } from '@/lib/session_end.ts';
import { useShortcuts } from '@/lib/shortcuts.ts';
import { useIsPhone, useMedia } from '@/lib/use_media.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { lookNoMore, mayDo, useRoleName } from '@/lib/roles.ts';
import { Mark } from '@/ui/brand.tsx';
import { useFavourites, useUnread } from '@/lib/talk.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Keys } from '@/ui/keys.tsx';
import { Skeleton } from '@/ui/states.tsx';
import { objectsQuery, useCustomObjects } from '@/lib/records/queries.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { DialogWindow } from '@/ui/dialog.tsx';
import { Menu, MenuWindow } from '@/ui/menu.tsx';
import { PopoverWindow } from '@/ui/popover.tsx';
import { places, type Place } from './places.ts';
import { useSignOut } from './use_sign_out.ts';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(loadPalette);
const BulkProgress = lazy(() => import('./bulk_progress.tsx'));
const SignOutDialog = lazy(() => import('./sign_out_dialog.tsx'));
const KeyboardHelp = lazy(() => import('./keyboard_help.tsx'));

const ahead_ms = 300;

/** The frame around every room: where one can go, what can be done from anywhere, and the keys for it. */
export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const isPhone = useIsPhone();
  const isNarrow = useMedia('(max-width: 899px)');
  const [isFolded, setIsFolded] = useState(() => recall('kith.nav') === 'folded');
  const [window, setWindow] = useState<'palette' | 'help' | 'sign_out' | null>(null);
  const permissions = session.permissions;
  const may = useCallback((permission: Permission) => permissions.includes(permission), [permissions]);
  useShortcuts(may);
  // Whoever presses its key and types on at once should lose no letter.
  useEffect(() => {
    const soon = setTimeout(() => {
      void loadPalette();
      for (const each of [MenuWindow, PopoverWindow, DialogWindow]) each.fetch();
    }, ahead_ms);
    return () => clearTimeout(soon);
  }, []);

  const fold = () => {
    remember('kith.nav', isFolded ? 'open' : 'folded');
    setIsFolded(!isFolded);
  };
  const openPalette = () => setWindow('palette');
  const signOut = useSignOut();
  useGlobalActions({
    openPalette,
    openHelp: () => setWindow('help'),
    fold,
    signOut: () => (isWorkOnItsWay() ? setWindow('sign_out') : void signOut()),
  });

  const objects = useQuery(objectsQuery).data;
  const isThere = ({ object }: Place) =>
    !object || !objects || objects.some(({ plural }) => plural === object);
  const allowed = places.filter(place => (!place.permission || may(place.permission)) && isThere(place));
  return (
    <div className="flex h-full flex-col">
      {session.seen_as && <Looking role={session.seen_as} />}
      <div className={`flex min-h-0 flex-1 ${isPhone ? 'flex-col' : ''}`}>
        <a
          href="#main"
          className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-accent-ink focus:translate-y-0"
        >
          {t('nav.skip')}
        </a>
        {!isPhone && (
          <Side
            places={allowed}
            isFolded={isFolded || isNarrow}
            canUnfold={!isNarrow}
            onFold={fold}
            onPalette={openPalette}
          />
        )}
        {isPhone && <TopBar onPalette={openPalette} />}
        <main id="main" tabIndex={-1} className="min-h-0 min-w-0 flex-1 outline-none">
          <Suspense fallback={<Skeleton />}>
            <Outlet />
          </Suspense>
        </main>
        {isPhone && <BottomBar places={allowed.filter(place => !place.isAtTop)} />}
      </div>
      <Suspense>
        {(may('people.write') || may('records.write')) && <BulkProgress />}
        {window === 'palette' && <Palette onClose={() => setWindow(null)} />}
        {window === 'sign_out' && <SignOutDialog onYes={signOut} onClose={() => setWindow(null)} />}
        {window === 'help' && <KeyboardHelp onClose={() => setWindow(null)} />}
      </Suspense>
    </div>
  );
}

/** Says that this is what a role sees, for as long as it is, and leads back. */
function Looking({ role }: { role: { name: string; title: string } }) {
  const { t } = useTranslation();
  const problems = useProblems();
  const nameOf = useRoleName();
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center justify-center gap-x-3 gap-y-1 border-b bg-amber-soft px-3 py-1 text-sm text-ink"
    >
      {t('roles.looking', { role: nameOf(role) })}
      <Button onClick={() => void lookNoMore(role.name).catch(problems.show)}>
        {t('roles.look_no_more')}
      </Button>
    </div>
  );
}

function useGlobalActions({
  openPalette,
  openHelp,
  fold,
  signOut,
}: {
  openPalette: () => void;
  openHelp: () => void;
  fold: () => void;
  signOut: () => void;
}) {
  const navigate = useNavigate();
  const changeMe = useChangeMe();
  const problems = useProblems();
  const { user } = useSession();
  const change = (...args: Parameters<typeof changeMe>) => void changeMe(...args).catch(problems.show);

  const go = places.map((place): Action => ({
    id: `go${place.path}`,
    label: place.go,
    group: 'go',
    shortcut: place.shortcut,
    permission: place.permission,
    run: () => void navigate({ to: place.path }),
  }));
  go.push({
    id: 'go/imports',
    label: 'nav.go_imports',
    group: 'go',
    shortcut: 'g i',
    permission: 'files.import',
    run: () => void navigate({ to: '/imports', search: { new: undefined } }),
  });
  go.push({
    id: 'go/changes',
    label: 'nav.go_changes',
    group: 'go',
    permission: 'change_sets.revert',
    run: () => void navigate({ to: '/change-sets' }),
  });
  const label = useLabel();
  const custom = useCustomObjects().flatMap((object): Action[] => [
    {
      id: `go/${object.plural}`,
      label: 'nav.go_object',
      values: { object: label(object.label_plural, object.plural) },
      group: 'go',
      permission: 'records.read',
      run: () => void navigate({ to: `/${object.plural}` }),
    },
    {
      id: `new.${object.name}`,
      label: 'record.new_title',
      values: { object: label(object.label, object.name).toLocaleLowerCase() },
      group: 'do',
      permission: 'records.write',
      isAvailable: () => mayDo(object, 'create'),
      run: () => void navigate({ to: `/${object.plural}`, search: { new: true } }),
    },
  ]);
  const nameOf = useRecordName();
  const favourites = useFavourites().map((favourite): Action => ({
    id: `favourite/${favourite.id}`,
    label: 'nav.go_favourite',
    values: { name: nameOf(favourite) },
    group: 'go',
    run: () => void navigate({ to: favourite.path }),
  }));
  const themes = (['light', 'dark', 'system'] as const).map((theme): Action => ({
    id: `theme.${theme}`,
    label: `appearance.use_${theme}`,
    group: 'appearance',
    isAvailable: () => user.theme !== theme,
    run: () => change({ theme }),
  }));
  const densities = (['compact', 'comfortable'] as const).map((density): Action => ({
    id: `density.${density}`,
    label: `appearance.use_${density}`,
    group: 'appearance',
    isAvailable: () => user.density !== density,
    run: () => change({ density }),
  }));
  const spoken = offeredLanguages.map((language): Action => ({
    id: `language.${language}`,
    label: 'appearance.use_language',
    values: { language: languages[language].name },
    group: 'appearance',
    isAvailable: () => user.language !== language,
    run: () => change({ language }),
  }));
  useActions(
    [
      ...go,
      {
        id: 'palette',
        label: 'palette.open',
        group: 'do',
        shortcut: 'mod+k',
        isInPalette: false,
        run: openPalette,
      },
      {
        id: 'search',
        label: 'palette.search',
        group: 'do',
        shortcut: '/',
        isInPalette: false,
        run: openPalette,
      },
      { id: 'help', label: 'help.open', group: 'do', shortcut: '?', run: openHelp },
      { id: 'fold', label: 'nav.fold', group: 'do', shortcut: '[', run: fold },
      {
        id: 'new.person',
        label: 'nav.new_person',
        group: 'do',
        permission: 'people.write',
        run: () => void navigate({ to: '/people', search: { new: true } }),
      },
      {
        id: 'new.source',
        label: 'nav.new_source',
        group: 'do',
        permission: 'sources.manage',
        run: () => void navigate({ to: '/sources', search: { new: true } }),
      },
      ...custom,
      ...favourites,
      ...themes,
      ...densities,
      ...spoken,
      {
        id: 'api',
        label: 'nav.api',
        group: 'go',
        permission: 'openapi.read',
        run: () => void navigate({ to: '/docs/api' }),
      },
      {
        id: 'sign_out',
        label: 'nav.sign_out',
        group: 'do',
        run: signOut,
      },
    ],
    { isFrame: true },
  );
}

function useIsCurrent() {
  const path = useRouterState({ select: state => state.location.pathname });
  return (place: Place) => (place.path === '/' ? path === '/' : path.startsWith(place.path));
}

function Side({
  places: shown,
  isFolded,
  canUnfold,
  onFold,
  onPalette,
}: {
  places: Place[];
  isFolded: boolean;
  canUnfold: boolean;
  onFold: () => void;
  onPalette: () => void;
}) {
  const { t } = useTranslation();
  const { workspace, user } = useSession();
  const isCurrent = useIsCurrent();
  return (
    <nav
      aria-label={t('nav.places')}
      className={`flex shrink-0 flex-col border-r bg-paper-2 ${isFolded ? 'w-13' : 'w-52'}`}
    >
      <Link
        to="/"
        title={workspace.name}
        className={`flex h-(--bar) shrink-0 items-center gap-2 font-semibold text-ink ${isFolded ? 'justify-center' : 'px-4'}`}
      >
        <Mark />
        {isFolded ? (
          <span className="sr-only">{workspace.name}</span>
        ) : (
          <span className="truncate">{workspace.name || 'Kith'}</span>
        )}
      </Link>
      <div
        className={`flex min-h-0 flex-col gap-0.5 overflow-y-auto ${isFolded ? 'items-center px-1.5' : 'px-2'}`}
      >
        <button
          type="button"
          onClick={onPalette}
          title={t('palette.open')}
          className={`mb-2 flex h-8 items-center gap-2 rounded-md border border-line-2 bg-paper text-quiet hover:text-ink ${
            isFolded ? 'w-8 justify-center' : 'px-2'
          }`}
        >
          <Icon name="search" />
          <span className={isFolded ? 'sr-only' : 'flex-1 text-left'}>{t('palette.search')}</span>
          {!isFolded && <Keys keys={['Ctrl', 'K']} />}
        </button>
        {shown.map(place => (
          <Link
            key={place.path}
            to={place.path}
            title={t(place.label)}
            aria-current={isCurrent(place) ? 'page' : undefined}
            className={`relative flex h-8 shrink-0 items-center gap-2 rounded-md ${isFolded ? 'w-8 justify-center' : 'px-2'} ${
              isCurrent(place) ? 'bg-paper-3 font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink'
            }`}
          >
            <Icon name={place.icon} />
            <span className={isFolded ? 'sr-only' : 'truncate'}>{t(place.label)}</span>
            {place.path === '/inbox' && <Unread isDot={isFolded} />}
          </Link>
        ))}
        <OwnPlaces isFolded={isFolded} />
        {!isFolded && <Favourites />}
      </div>
      <div className={`mt-auto flex items-center gap-1 p-2 ${isFolded ? 'flex-col' : ''}`}>
        {!isFolded && (
          <Link to="/settings" className="min-w-0 flex-1 truncate px-2 text-soft hover:text-ink">
            {user.name}
          </Link>
        )}
        {canUnfold && (
          <IconButton
            icon="panel"
            label={t(isFolded ? 'nav.unfold' : 'nav.fold')}
            aria-expanded={!isFolded}
            onClick={onFold}
          />
        )}
      </div>
    </nav>
  );
}

/** How much waits to be read. */
function Unread({ isDot = false }: { isDot?: boolean }) {
  const { t } = useTranslation();
  const count = useUnread();
  if (!count) return null;
  return (
    <>
      <span
        aria-hidden="true"
        className={
          isDot
            ? 'absolute top-1 right-1 size-2 rounded-full bg-accent'
            : 'tnum ml-auto rounded-full bg-accent px-1.5 text-xs leading-4 font-medium text-accent-ink'
        }
      >
        {!isDot && count}
      </span>
      <span className="sr-only">{t('inbox.unread_count', { number: count })}</span>
    </>
  );
}

const favourites_shown_max = 8;

/** The records that one has at hand; what there is no room for is found by Search and commands. */
function Favourites() {
  const { t } = useTranslation();
  const nameOf = useRecordName();
  const path = useRouterState({ select: state => state.location.pathname });
  const favourites = useFavourites();
  if (!favourites.length) return null;
  return (
    <section aria-labelledby="favourites" className="mt-3 flex flex-col gap-0.5">
      <h2 id="favourites" className="px-2 text-xs font-medium text-quiet">
        {t('nav.favourites')}
      </h2>
      {favourites.slice(-favourites_shown_max).map(favourite => (
        <Link
          key={favourite.id}
          to={favourite.path}
          aria-current={path === favourite.path ? 'page' : undefined}
          className={`flex h-7 shrink-0 items-center gap-2 rounded-md px-2 ${
            path === favourite.path
              ? 'bg-paper-3 font-medium text-ink'
              : 'text-soft hover:bg-hover hover:text-ink'
          }`}
        >
          <Icon name="star" className="text-quiet" />
          <span className="truncate">{nameOf(favourite)}</span>
        </Link>
      ))}
    </section>
  );
}

/** What stands in the side column elsewhere: the business, and the box that finds everything. */
function TopBar({ onPalette }: { onPalette: () => void }) {
  const { t } = useTranslation();
  const { workspace } = useSession();
  return (
    <header className="flex shrink-0 items-center gap-3 border-b bg-paper-2 px-3 py-1">
      <Link
        to="/"
        title={workspace.name}
        className="flex min-h-(--tap) min-w-(--tap) items-center justify-center text-ink"
      >
        <Mark />
        <span className="sr-only">{workspace.name}</span>
      </Link>
      <button
        type="button"
        onClick={onPalette}
        className="flex min-h-(--tap) min-w-0 flex-1 items-center gap-2 rounded-md border border-line-2 bg-paper px-3 text-quiet"
      >
        <Icon name="search" />
        <span className="truncate">{t('search.placeholder')}</span>
      </button>
      <Link
        to="/inbox"
        title={t('nav.inbox')}
        className="relative flex min-h-(--tap) min-w-(--tap) shrink-0 items-center justify-center text-soft"
      >
        <Icon name="inbox" />
        <span className="sr-only">{t('nav.inbox')}</span>
        <Unread isDot />
      </Link>
    </header>
  );
}

function BottomBar({ places: shown }: { places: Place[] }) {
  const { t } = useTranslation();
  const objects = useOwnPlaces();
  const isCurrent = useIsCurrent();
  return (
    <nav aria-label={t('nav.places')} className="flex h-14 shrink-0 border-t bg-paper-2">
      {shown.map(place => (
        <Link
          key={place.path}
          to={place.path}
          aria-current={isCurrent(place) ? 'page' : undefined}
          className={`flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] ${
            isCurrent(place) ? 'font-medium text-accent' : 'text-soft'
          }`}
        >
          <Icon name={place.icon} />
          <span className="max-w-full truncate tracking-tight">{t(place.label)}</span>
        </Link>
      ))}
      <MorePlaces objects={objects} isBar />
    </nav>
  );
}

const own_places_max = 7;

/** The objects that were made in this workspace, by what they are called; nothing for whom they are not. */
function useOwnPlaces(): ObjectDefinition[] {
  const label = useLabel();
  const { i18n } = useTranslation();
  const { permissions } = useSession();
  const objects = useCustomObjects();
  if (!permissions.includes('records.read')) return [];
  return objects.toSorted((a, b) =>
    label(a.label_plural, a.plural).localeCompare(label(b.label_plural, b.plural), i18n.language),
  );
}

const isOpenAt = (path: string) => (object: ObjectDefinition) =>
  path === `/${object.plural}` || path.startsWith(`/${object.plural}/`);

/** They stand among the places as far as there is room; where only pictures stand, which would be alike, behind one. */
function OwnPlaces({ isFolded }: { isFolded: boolean }) {
  const label = useLabel();
  const isOpen = isOpenAt(useRouterState({ select: state => state.location.pathname }));
  const objects = useOwnPlaces();
  const shown = isFolded ? [] : objects.slice(0, own_places_max);
  return (
    <>
      {shown.map(object => (
        <Link
          key={object.name}
          to={`/${object.plural}`}
          aria-current={isOpen(object) ? 'page' : undefined}
          className={`flex h-8 shrink-0 items-center gap-2 rounded-md px-2 ${
            isOpen(object) ? 'bg-paper-3 font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink'
          }`}
        >
          <Icon name="table" />
          <span className="truncate">{label(object.label_plural, object.plural)}</span>
        </Link>
      ))}
      <MorePlaces objects={objects.slice(shown.length)} isFolded={isFolded} />
    </>
  );
}

/** Objects behind one place; the one that is open stands there by its name. */
function MorePlaces({
  objects,
  isFolded = false,
  isBar = false,
}: {
  objects: ObjectDefinition[];
  isFolded?: boolean;
  isBar?: boolean;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const path = useRouterState({ select: state => state.location.pathname });
  if (!objects.length) return null;
  const open = objects.find(isOpenAt(path));
  const words = open ? label(open.label_plural, open.plural) : t('nav.more');
  const style = isBar
    ? `flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] ${open ? 'font-medium text-accent' : 'text-soft'}`
    : `flex h-8 items-center gap-2 rounded-md ${isFolded ? 'w-8 justify-center' : 'px-2'} ${
        open ? 'bg-paper-3 font-medium text-ink' : 'text-soft hover:bg-hover hover:text-ink'
      }`;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" title={t('nav.more')} className={style}>
          <Icon name={open ? 'table' : 'more'} />
          <span className={isBar ? 'max-w-full truncate tracking-tight' : isFolded ? 'sr-only' : 'truncate'}>
            {words}
          </span>
        </button>
      }
      groups={[
        objects.map(object => ({
          id: object.name,
          label: label(object.label_plural, object.plural),
          icon: 'table' as const,
          isChosen: object === open,
          run: () => void navigate({ to: `/${object.plural}` }),
        })),
      ]}
    />
  );
}
