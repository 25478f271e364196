import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod/mini';
import { ApiProblem, send } from '@/lib/api/client.ts';
import type { Session } from '@/lib/api/types.ts';
import { currencyCodes, timeZones } from '@/lib/codes.ts';
import { languages, offeredLanguages } from '@/lib/i18n.ts';
import { adopt, sessionQuery } from '@/lib/session.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { resolverOf } from '@/lib/form.ts';
import { Button } from '@/ui/button.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { FrontDoor } from '@/ui/front_door.tsx';

const password_length_min = 10;
const shape = z.object({
  code: z.string().check(z.trim(), z.minLength(1)),
  business_name: z.string().check(z.trim(), z.minLength(1)),
  name: z.string().check(z.trim(), z.minLength(1)),
  email: z.string().check(z.trim(), z.minLength(1), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'not_an_email')),
  password: z.string().check(z.minLength(1), z.minLength(password_length_min, 'weak')),
  language: z.string(),
  currency: z.string(),
  time_zone: z.string(),
});
type Values = z.infer<typeof shape>;

/** The first run: the business, its first administrator, and how it counts time and money. */
export function SetupPage({ code, isDone }: { code: string; isDone: boolean }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const problems = useProblems();
  const form = useForm<Values>({
    resolver: resolverOf(shape),
    defaultValues: {
      code,
      business_name: '',
      name: '',
      email: '',
      password: '',
      language: i18n.language,
      currency: 'EUR',
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    },
  });
  const { errors, isSubmitting } = form.formState;
  const problem = (name: keyof Values) => {
    const found = errors[name]?.message;
    return found ? problems.fieldText(found) : null;
  };
  const submit = form.handleSubmit(async body => {
    try {
      const { data } = await send<Session>('POST', '/setup', { body });
      await adopt(data);
      client.clear();
      client.setQueryData(sessionQuery.queryKey, data);
      await navigate({ to: '/' });
    } catch (error) {
      const faults = error instanceof ApiProblem ? error.fields : [];
      for (const fault of faults) form.setError(fault.field as keyof Values, { message: fault.code });
      if (!faults.length) form.setError('root', { message: problems.text(error) });
    }
  });

  if (isDone) {
    return (
      <FrontDoor title={t('setup.done_title')} text={t('setup.done_text')}>
        <Link to="/sign-in" className="text-accent hover:underline">
          {t('setup.to_sign_in')}
        </Link>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title={t('setup.title')} text={t('setup.text')}>
      <form className="flex flex-col gap-4" onSubmit={event => void submit(event)} noValidate>
        {(!code || errors.code) && (
          <Field label={t('setup.code')} hint={t('setup.code_hint')} problem={problem('code')}>
            {ids => (
              <Input {...ids} autoComplete="one-time-code" className="font-mono" {...form.register('code')} />
            )}
          </Field>
        )}
        <Field label={t('setup.business_name')} problem={problem('business_name')}>
          {ids => (
            <Input {...ids} autoComplete="organization" autoFocus {...form.register('business_name')} />
          )}
        </Field>
        <Field label={t('setup.name')} problem={problem('name')}>
          {ids => <Input {...ids} autoComplete="name" {...form.register('name')} />}
        </Field>
        <Field label={t('setup.email')} problem={problem('email')}>
          {ids => <Input {...ids} type="email" autoComplete="username" {...form.register('email')} />}
        </Field>
        <Field
          label={t('setup.password')}
          problem={problem('password')}
          hint={t('setup.password_hint', { count: password_length_min })}
        >
          {ids => (
            <Input {...ids} type="password" autoComplete="new-password" {...form.register('password')} />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('setup.language')} problem={problem('language')}>
            {ids => (
              <Select {...ids} {...form.register('language')}>
                {offeredLanguages.map(offered => (
                  <option key={offered} value={offered}>
                    {languages[offered].name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('setup.currency')} problem={problem('currency')}>
            {ids => (
              <Select {...ids} {...form.register('currency')}>
                {currencyCodes().map(currency => (
                  <option key={currency}>{currency}</option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Field label={t('setup.time_zone')} problem={problem('time_zone')} hint={t('setup.time_zone_hint')}>
          {ids => (
            <Select {...ids} {...form.register('time_zone')}>
              {timeZones().map(zone => (
                <option key={zone}>{zone}</option>
              ))}
            </Select>
          )}
        </Field>
        {errors.root && (
          <p role="alert" className="text-red">
            {errors.root.message}
          </p>
        )}
        <Button kind="primary" type="submit" className="h-9!" disabled={isSubmitting}>
          {t('setup.submit')}
        </Button>
      </form>
    </FrontDoor>
  );
}
