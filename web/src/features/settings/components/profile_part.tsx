import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import type { Density, Theme } from '@/lib/api/types.ts';
import { languages, offeredLanguages } from '@/lib/i18n.ts';
import { useRoleName } from '@/lib/roles.ts';
import { useChangeMe, useSession, type MeChange } from '@/lib/session.ts';
import { showToast } from '@/lib/toasts.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { Section } from '@/ui/page.tsx';
import { Choice } from './choice.tsx';

/** How Kith looks and speaks to one user, and how they sign in. */
export function ProfilePart() {
  const { t } = useTranslation();
  const { user } = useSession();
  const nameOf = useRoleName();
  const changeMe = useChangeMe();
  const problems = useProblems();
  const change = (what: MeChange) => void changeMe(what).catch(problems.show);
  return (
    <div className="flex flex-col gap-8">
      <Section title={t('settings.you')}>
        <form
          className="flex max-w-md items-end gap-2"
          onSubmit={event => {
            event.preventDefault();
            const name = String(new FormData(event.currentTarget).get('name') ?? '').trim();
            if (name && name !== user.name) {
              void changeMe({ name })
                .then(() => showToast({ text: t('settings.saved') }))
                .catch(problems.show);
            }
          }}
        >
          <div className="flex-1">
            <Field label={t('settings.name')}>
              {ids => <Input {...ids} name="name" defaultValue={user.name} autoComplete="name" required />}
            </Field>
          </div>
          <Button type="submit">{t('ui.save')}</Button>
        </form>
        <p className="text-quiet">
          {user.email} · {nameOf({ name: user.role, title: user.role_title })}
        </p>
      </Section>
      <Section title={t('settings.appearance')}>
        <div className="flex flex-col gap-4">
          <div className="max-w-60">
            <Field label={t('ui.language')}>
              {ids => (
                <Select
                  {...ids}
                  value={user.language}
                  onChange={event => change({ language: event.target.value })}
                >
                  {offeredLanguages.map(code => (
                    <option key={code} value={code}>
                      {languages[code].name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <Choice<Theme>
            label={t('settings.theme')}
            value={user.theme}
            choices={(['light', 'dark', 'system'] as const).map(value => ({
              value,
              text: t(`settings.themes.${value}`),
            }))}
            onChange={theme => change({ theme })}
          />
          <Choice<Density>
            label={t('settings.density')}
            value={user.density}
            choices={(['compact', 'comfortable'] as const).map(value => ({
              value,
              text: t(`settings.densities.${value}`),
            }))}
            onChange={density => change({ density })}
          />
        </div>
      </Section>
      <Section title={t('settings.password')}>
        <PasswordForm />
      </Section>
    </div>
  );
}

function PasswordForm() {
  const { t } = useTranslation();
  const changeMe = useChangeMe();
  const problems = useProblems();
  const form = useForm({ defaultValues: { current_password: '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async values => {
    try {
      await changeMe(values);
      form.reset();
      showToast({ text: t('settings.password_changed') });
    } catch (error) {
      const faults = error instanceof ApiProblem ? error.fields : [];
      for (const { field, code } of faults) {
        if (field === 'password' || field === 'current_password')
          form.setError(field, { message: problems.fieldText(code) });
      }
      if (!faults.length) form.setError('root', { message: problems.text(error) });
    }
  });
  const required = problems.fieldText('required');
  return (
    <form className="flex max-w-md flex-col gap-3" onSubmit={event => void submit(event)} noValidate>
      <Field label={t('settings.current_password')} problem={errors.current_password?.message}>
        {ids => (
          <Input
            {...ids}
            type="password"
            autoComplete="current-password"
            {...form.register('current_password', { required })}
          />
        )}
      </Field>
      <Field label={t('settings.new_password')} problem={errors.password?.message}>
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
      <Button type="submit" className="self-start" disabled={isSubmitting}>
        {t('settings.change_password')}
      </Button>
    </form>
  );
}
