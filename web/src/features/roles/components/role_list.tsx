import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { Role } from '@/lib/api/types.ts';
import { rolesQuery, useRoleName } from '@/lib/roles.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { useRoleWrites } from '../api/roles.ts';
import { TitleDialog } from './title_dialog.tsx';

/** The roles that there are, who has them, and the way to make another. */
export function RoleList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const nameOf = useRoleName();
  const writes = useRoleWrites();
  const roles = useQuery(rolesQuery);
  const [isNew, setIsNew] = useState(false);
  useActions([
    {
      id: 'roles.new',
      label: 'roles.new',
      group: 'do',
      shortcut: 'c',
      permission: 'users.manage',
      run: () => setIsNew(true),
    },
  ]);
  if (roles.isPending) return <Skeleton lines={4} />;
  if (roles.isError) return <Problem error={roles.error} onRetry={() => void roles.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">{t('roles.text')}</p>
      <Button kind="primary" icon="plus" className="self-start" onClick={() => setIsNew(true)}>
        {t('roles.new')}
      </Button>
      <ul className="rounded-md border">
        {roles.data.map(role => (
          <li key={role.name} className="border-b last:border-0">
            <Link
              to={`/settings/roles/${role.name}`}
              className="flex min-h-(--row) flex-wrap items-center gap-x-3 px-3 py-1.5 hover:bg-hover"
            >
              <span className="flex-1 font-medium text-ink">
                {nameOf(role)} {!role.is_standard && <Badge>{t('roles.own')}</Badge>}
              </span>
              <Holders role={role} />
            </Link>
          </li>
        ))}
      </ul>
      {isNew && (
        <TitleDialog
          title={t('roles.new')}
          start=""
          save={t('roles.create')}
          onSave={async title => {
            const made = await writes.create({ title });
            void navigate({ to: `/settings/roles/${made.name}` });
          }}
          onClose={() => setIsNew(false)}
        />
      )}
    </div>
  );
}

/** How many users and tokens have the role. */
export function Holders({ role }: { role: Role }) {
  const { t } = useTranslation();
  const words = [
    role.is_for_people && t('roles.users_count', { count: role.users }),
    role.tokens > 0 && t('roles.tokens_count', { count: role.tokens }),
  ].filter(Boolean);
  return <span className="tnum text-xs text-quiet">{words.join(' · ')}</span>;
}
