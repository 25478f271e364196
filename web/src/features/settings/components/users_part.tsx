import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ApiProblem, get, send } from '@/lib/api/client.ts';
import type { Page, User } from '@/lib/api/types.ts';
import { rolesQuery, useRoleName } from '@/lib/roles.ts';
import { useSession } from '@/lib/session.ts';
import { teamsQuery } from '@/lib/teams.ts';
import { showToast } from '@/lib/toasts.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { Menu } from '@/ui/menu.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';

const HandOverDialog = lazy(() => import('./hand_over_dialog.tsx'));
const users_max = 200;
/** The standard roles, which need a word about what they are. */
const described = ['administrator', 'member', 'read_only'] as const;

export function UsersPart() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const { user: me } = useSession();
  const [isNew, setIsNew] = useState(false);
  const [renewing, setRenewing] = useState<User | null>(null);
  const [leaving, setLeaving] = useState<User | null>(null);
  const users = useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => get<Page<User>>('/users', { limit: users_max }, signal),
    select: page => page.data,
  });
  const change = async (user: User, body: Partial<User> & { password?: string }) => {
    try {
      await send('PATCH', `/users/${user.id}`, { body });
      showToast({ text: t('settings.saved') });
    } catch (error) {
      problems.show(error);
    }
    await client.invalidateQueries({ queryKey: ['users'] });
  };
  const roles = useRolesOfPeople();
  const nameOf = useRoleName();
  if (users.isPending) return <Skeleton lines={4} />;
  if (users.isError) return <Problem error={users.error} onRetry={() => void users.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <Button kind="primary" icon="plus" className="self-start" onClick={() => setIsNew(true)}>
        {t('user.new')}
      </Button>
      <ul className="rounded-md border">
        {users.data.map(user => (
          <li
            key={user.id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-3 py-2 last:border-0"
          >
            <div className="min-w-48 flex-1">
              <p className="font-medium text-ink">
                {user.name} {user.id === me.id && <Badge>{t('user.you')}</Badge>}{' '}
                {user.is_disabled && <Badge tone="amber">{t('user.disabled')}</Badge>}
              </p>
              <p className="text-xs text-quiet">
                {user.email} ·{' '}
                {user.last_sign_in_at ? (
                  <TimeAgo at={user.last_sign_in_at} say={ago => t('user.signed_in', { ago })} />
                ) : (
                  t('user.never_signed_in')
                )}
              </p>
              <TeamsOf user={user} />
            </div>
            <Select
              aria-label={t('user.role_of', { name: user.name })}
              className="w-40!"
              value={user.role}
              onChange={event => void change(user, { role: event.target.value })}
            >
              {roles.map(role => (
                <option key={role.name} value={role.name}>
                  {nameOf(role)}
                </option>
              ))}
            </Select>
            <Menu
              trigger={<Button kind="quiet" icon="more" aria-label={t('user.more', { name: user.name })} />}
              groups={[
                [
                  { id: 'password', label: t('user.new_password'), run: () => setRenewing(user) },
                  { id: 'hand_over', label: t('user.hand_over'), run: () => setLeaving(user) },
                ],
                [
                  {
                    id: 'enable',
                    label: t(user.is_disabled ? 'user.enable' : 'user.disable'),
                    isDangerous: !user.is_disabled,
                    run: () => void change(user, { is_disabled: !user.is_disabled }),
                  },
                ],
              ]}
            />
          </li>
        ))}
      </ul>
      <dl className="flex flex-col gap-1 text-xs text-quiet">
        {described
          .filter(name => roles.some(role => role.name === name && !role.title))
          .map(name => (
            <div key={name} className="flex gap-2">
              <dt className="font-medium">{t(`role.${name}`)}:</dt>
              <dd>{t(`role.about.${name}`)}</dd>
            </div>
          ))}
      </dl>
      <Suspense>
        {leaving && (
          <HandOverDialog
            user={leaving}
            canDisable={!leaving.is_disabled && leaving.id !== me.id}
            onClose={() => setLeaving(null)}
          />
        )}
      </Suspense>
      <Dialog
        title={t('user.new')}
        description={t('user.new_text')}
        isOpen={isNew}
        onClose={() => setIsNew(false)}
      >
        <NewUserForm
          onDone={() => {
            setIsNew(false);
            void client.invalidateQueries({ queryKey: ['users'] });
          }}
        />
      </Dialog>
      <Dialog
        title={t('user.new_password_title', { name: renewing?.name ?? '' })}
        isOpen={!!renewing}
        onClose={() => setRenewing(null)}
      >
        <form
          className="flex flex-col gap-4"
          onSubmit={event => {
            event.preventDefault();
            const password = String(new FormData(event.currentTarget).get('password') ?? '');
            if (renewing && password) void change(renewing, { password });
            setRenewing(null);
          }}
        >
          <Field label={t('settings.new_password')} hint={t('user.new_password_hint')}>
            {ids => (
              <Input
                {...ids}
                name="password"
                type="password"
                autoComplete="new-password"
                required
                minLength={10}
                autoFocus
              />
            )}
          </Field>
          <Button kind="primary" type="submit" className="self-end">
            {t('ui.save')}
          </Button>
        </form>
      </Dialog>
    </div>
  );
}

/** In which teams a user is, and which of them they lead. */
function TeamsOf({ user }: { user: User }) {
  const { t } = useTranslation();
  const teams = (useQuery(teamsQuery).data ?? []).flatMap(({ id, name, members }) => {
    const member = members.find(one => one.user.id === user.id);
    return member ? [{ id, name, is_lead: member.is_lead }] : [];
  });
  if (!teams.length) return null;
  return (
    <ul
      aria-label={t('user.teams_of', { name: user.name })}
      className="flex flex-wrap gap-x-2 text-xs text-soft"
    >
      {teams.map(({ id, name, is_lead }) => (
        <li key={id}>
          {name} {is_lead && <Badge tone="accent">{t('teams.leads')}</Badge>}
        </li>
      ))}
    </ul>
  );
}

function useRolesOfPeople() {
  return useQuery(rolesQuery).data?.filter(role => role.is_for_people) ?? [];
}

interface NewUser {
  name: string;
  email: string;
  role: string;
  password: string;
}

function NewUserForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const problems = useProblems();
  const roles = useRolesOfPeople();
  const nameOf = useRoleName();
  const usual = (roles.find(role => role.name === 'member') ?? roles.at(-1))?.name ?? '';
  const form = useForm<NewUser>({ defaultValues: { name: '', email: '', role: usual, password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async body => {
    try {
      await send<User>('POST', '/users', { body });
      showToast({ text: t('user.added', { name: body.name }) });
      onDone();
    } catch (error) {
      const faults = error instanceof ApiProblem ? error.fields : [];
      for (const { field, code } of faults)
        form.setError(field as keyof NewUser, { message: problems.fieldText(code) });
      if (!faults.length) form.setError('root', { message: problems.text(error) });
    }
  });
  const required = problems.fieldText('required');
  return (
    <form className="flex flex-col gap-3" onSubmit={event => void submit(event)} noValidate>
      <Field label={t('settings.name')} problem={errors.name?.message}>
        {ids => <Input {...ids} autoComplete="off" autoFocus {...form.register('name', { required })} />}
      </Field>
      <Field label={t('sign_in.email')} problem={errors.email?.message}>
        {ids => <Input {...ids} type="email" autoComplete="off" {...form.register('email', { required })} />}
      </Field>
      <Field label={t('user.role')} problem={errors.role?.message}>
        {ids => (
          <Select {...ids} {...form.register('role')}>
            {roles.map(role => (
              <option key={role.name} value={role.name}>
                {nameOf(role)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={t('user.first_password')}
        hint={t('user.first_password_hint')}
        problem={errors.password?.message}
      >
        {ids => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            {...form.register('password', { required })}
          />
        )}
      </Field>
      {errors.root && (
        <p role="alert" className="text-red">
          {errors.root.message}
        </p>
      )}
      <Button kind="primary" type="submit" className="self-end" disabled={isSubmitting}>
        {t('user.add')}
      </Button>
    </form>
  );
}
