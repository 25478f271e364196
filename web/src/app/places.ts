import type { TextKey } from '@/lib/actions.ts';
import type { Permission } from '@/lib/api/types.ts';
import type { IconName } from '@/ui/icon.tsx';

export interface Place {
  path: string;
  label: TextKey;
  go: TextKey;
  icon: IconName;
  shortcut: string;
  permission?: Permission;
  /** On a phone it stands at the top, for the bar at the bottom has no room. */
  isAtTop?: boolean;
  /** The plural name of the object that is listed there. */
  object?: string;
}

/** Where one can go: the left column, the bar on a phone, the palette and the `g` shortcuts are made from it. */
export const places: Place[] = [
  { path: '/', label: 'nav.home', go: 'nav.go_home', icon: 'home', shortcut: 'g h' },
  {
    path: '/inbox',
    label: 'nav.inbox',
    go: 'nav.go_inbox',
    icon: 'inbox',
    shortcut: 'g f',
    isAtTop: true,
  },
  {
    path: '/people',
    label: 'nav.people',
    go: 'nav.go_people',
    icon: 'people',
    shortcut: 'g p',
    permission: 'people.read',
  },
  {
    path: '/companies',
    label: 'nav.companies',
    go: 'nav.go_companies',
    icon: 'companies',
    shortcut: 'g c',
    permission: 'records.read',
    object: 'companies',
  },
  {
    path: '/households',
    label: 'nav.households',
    go: 'nav.go_households',
    icon: 'households',
    shortcut: 'g o',
    permission: 'records.read',
    object: 'households',
  },
  {
    path: '/sources',
    label: 'nav.sources',
    go: 'nav.go_sources',
    icon: 'sources',
    shortcut: 'g s',
    permission: 'sources.read',
  },
  {
    path: '/settings',
    label: 'nav.settings',
    go: 'nav.go_settings',
    icon: 'settings',
    shortcut: 'g ,',
  },
];
