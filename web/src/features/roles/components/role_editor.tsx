import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role, RolePatch } from '@/lib/api/types.ts';
import { lookAs, useRoleName } from '@/lib/roles.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Checkbox } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { Section } from '@/ui/page.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { roleQuery, useRoleWrites } from '../api/roles.ts';
import { given, keyOf, type Given } from '../model/rights.ts';
import { ObjectMatrix, type RuleBuilder } from './object_matrix.tsx';
import { Holders } from './role_list.tsx';
import { TitleDialog } from './title_dialog.tsx';

/** One role: what may be done with each object, its fields and rows, and beside records. */
export function RoleEditor({ name, builder }: { name: string; builder: RuleBuilder }) {
  const { t } = useTranslation();
  const role = useQuery(roleQuery(name));
  if (role.isPending) return <Skeleton lines={8} />;
  if (role.isError) return <Problem error={role.error} onRetry={() => void role.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <Link
        to="/settings/roles"
        className="-mb-2 flex items-center gap-1 self-start text-soft hover:text-ink"
      >
        <Icon name="left" />
        {t('roles.all')}
      </Link>
      <Editor role={role.data} builder={builder} />
    </div>
  );
}

function Editor({ role, builder }: { role: Role; builder: RuleBuilder }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problems = useProblems();
  const nameOf = useRoleName();
  const writes = useRoleWrites();
  const [asked, setAsked] = useState<'title' | 'copy' | null>(null);
  const name = nameOf(role);
  const isUsed = role.users + role.tokens > 0;

  const change = (body: RolePatch, expected: Role) =>
    void writes.change(role, body, expected).catch(problems.show);
  const remove = async () => {
    try {
      await writes.remove(role);
      await navigate({ to: '/settings/roles' });
    } catch (error) {
      problems.show(error);
    }
  };
  return (
    <>
      <header className="flex flex-wrap items-center gap-2">
        <h2 className="flex-1 text-lg">{name}</h2>
        {role.is_for_people && !role.is_fixed && (
          <Button icon="people" onClick={() => void lookAs(role.name).catch(problems.show)}>
            {t('roles.look')}
          </Button>
        )}
        <Button icon="copy" onClick={() => setAsked('copy')}>
          {t('roles.copy')}
        </Button>
        {!role.is_fixed && (
          <Menu
            trigger={<IconButton icon="more" label={t('ui.more')} />}
            groups={[
              [{ id: 'title', label: t('roles.rename'), icon: 'edit', run: () => setAsked('title') }],
              [{ id: 'delete', label: t('roles.delete'), isDangerous: true, run: () => void remove() }],
            ]}
          />
        )}
      </header>
      <p className="-mt-2">
        <Holders role={role} />
      </p>
      {role.is_fixed && <p className="text-soft">{t('roles.fixed')}</p>}
      {isUsed && !role.is_fixed && <p className="text-xs text-quiet">{t('roles.at_once')}</p>}
      <Section title={t('roles.records')}>
        <ObjectMatrix role={role} builder={builder} onChange={change} />
      </Section>
      <Section title={t('roles.beside')}>
        <Permissions role={role} onChange={change} />
      </Section>
      {asked === 'title' && (
        <TitleDialog
          title={t('roles.rename')}
          start={name}
          save={t('ui.save')}
          onSave={title => writes.change(role, { title }, { ...role, title })}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'copy' && (
        <TitleDialog
          title={t('roles.copy_title', { name })}
          start={t('roles.copy_name', { name })}
          save={t('roles.create')}
          onSave={async title => {
            const made = await writes.create({ title, copy_of: role.name });
            void navigate({ to: `/settings/roles/${made.name}` });
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

/** What may be done beside records; what is powerful says so. */
function Permissions({
  role,
  onChange,
}: {
  role: Role;
  onChange: (body: RolePatch, expected: Role) => void;
}) {
  const { t } = useTranslation();
  const has = (permission: Given) => role.permissions.includes(permission);
  const set = (permission: Given, may: boolean) => {
    const permissions = given.filter(one => (one === permission ? may : has(one)));
    const followed = role.permissions.filter(one => !given.some(known => known === one));
    onChange({ permissions }, { ...role, permissions: [...permissions, ...followed] });
  };
  return (
    <ul className="grid grid-cols-2 gap-x-6 gap-y-1 max-sm:grid-cols-1">
      {given.map(permission => (
        <li key={permission} className="min-h-(--row)">
          <Checkbox
            checked={has(permission)}
            disabled={role.is_fixed}
            onChange={event => set(permission, event.target.checked)}
            label={t(`permission.${keyOf(permission)}`)}
          />
          {permission === 'users.manage' && <p className="pl-6 text-xs text-quiet">{t('roles.powerful')}</p>}
        </li>
      ))}
    </ul>
  );
}
