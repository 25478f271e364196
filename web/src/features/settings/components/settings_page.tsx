import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Permission } from '@/lib/api/types.ts';
import { currentActions } from '@/lib/actions.ts';
import { useMay } from '@/lib/session.ts';
import { Button } from '@/ui/button.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { ApiProblem } from '@/lib/api/client.ts';
import { ExportsPart } from './exports_part.tsx';
import { ProfilePart } from './profile_part.tsx';
import { RequestsPart } from './requests_part.tsx';
import { TokensPart } from './tokens_part.tsx';
import { UsersPart } from './users_part.tsx';
import { WorkspacePart } from './workspace_part.tsx';

const SetUpPart = lazy(() => import('./set_up_part.tsx').then(file => ({ default: file.SetUpPart })));

export type SettingsPart =
  | 'profile'
  | 'workspace'
  | 'objects'
  | 'set_up'
  | 'users'
  | 'teams'
  | 'roles'
  | 'tokens'
  | 'exports'
  | 'requests'
  | 'audit';
const parts: { name: SettingsPart; permission?: Permission }[] = [
  { name: 'profile' },
  { name: 'workspace', permission: 'workspace.read' },
  { name: 'objects', permission: 'workspace.manage' },
  { name: 'set_up', permission: 'workspace.manage' },
  { name: 'users', permission: 'users.manage' },
  { name: 'teams', permission: 'users.manage' },
  { name: 'roles', permission: 'users.manage' },
  { name: 'tokens', permission: 'tokens.manage' },
  { name: 'requests', permission: 'people.rights' },
  { name: 'exports', permission: 'records.export' },
  { name: 'audit', permission: 'audit.read' },
];

export function SettingsPage({
  part,
  objects,
  teams,
  roles,
}: {
  part: SettingsPart;
  objects: ReactNode;
  teams: ReactNode;
  roles: ReactNode;
}) {
  return (
    <SettingsFrame part={part}>
      {part === 'profile' && <ProfilePart />}
      {part === 'workspace' && <WorkspacePart />}
      {part === 'objects' && objects}
      {part === 'set_up' && (
        <Suspense fallback={<Skeleton lines={3} />}>
          <SetUpPart />
        </Suspense>
      )}
      {part === 'users' && <UsersPart />}
      {part === 'teams' && teams}
      {part === 'roles' && roles}
      {part === 'tokens' && <TokensPart />}
      {part === 'requests' && <RequestsPart />}
      {part === 'exports' && <ExportsPart />}
    </SettingsFrame>
  );
}

/** Where the parts do not all fit, the one that is open is in sight. */
function showChosen(parts: HTMLElement | null) {
  parts?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
}

/** The parts of the settings, and one of them. */
export function SettingsFrame({ part, children }: { part: SettingsPart; children: ReactNode }) {
  const { t } = useTranslation();
  const may = useMay();
  const shown = parts.filter(({ permission }) => !permission || may(permission));
  const signOut = () =>
    currentActions(may)
      .find(action => action.id === 'sign_out')
      ?.run();
  return (
    <div className="flex h-full flex-col">
      <PageBar title={t('nav.settings')}>
        <Button kind="quiet" icon="out" onClick={signOut}>
          {t('nav.sign_out')}
        </Button>
      </PageBar>
      <nav
        ref={showChosen}
        aria-label={t('settings.parts')}
        className="flex shrink-0 gap-1 overflow-x-auto border-b px-3"
      >
        {shown.map(({ name }) => (
          <Link
            key={name}
            to={name === 'profile' ? '/settings' : `/settings/${name}`}
            aria-current={part === name ? 'page' : undefined}
            className={`flex h-10 items-center border-b-2 px-2 whitespace-nowrap ${
              part === name
                ? 'border-accent font-medium text-ink'
                : 'border-transparent text-soft hover:text-ink'
            }`}
          >
            {t(`settings.part.${name}`)}
          </Link>
        ))}
        {may('change_sets.revert') && (
          <Link
            to="/change-sets"
            className="flex h-10 items-center border-b-2 border-transparent px-2 whitespace-nowrap text-soft hover:text-ink"
          >
            {t('changes.own_title')}
          </Link>
        )}
        {may('files.import') && (
          <Link
            to="/imports"
            search={{ new: undefined }}
            className="flex h-10 items-center border-b-2 border-transparent px-2 whitespace-nowrap text-soft hover:text-ink"
          >
            {t('imports.title')}
          </Link>
        )}
      </nav>
      <div className="min-h-0 flex-1 overflow-auto">
        {shown.some(({ name }) => name === part) ? (
          <div className="max-w-3xl p-6 max-sm:p-3">{children}</div>
        ) : (
          <Problem error={new ApiProblem(403, 'forbidden', '')} />
        )}
      </div>
    </div>
  );
}
