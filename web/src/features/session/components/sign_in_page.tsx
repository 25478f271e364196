import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send } from '@/lib/api/client.ts';
import type { Session } from '@/lib/api/types.ts';
import { adopt, sessionQuery } from '@/lib/session.ts';
import { useHistory } from '@/lib/use_history.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Field, Input } from '@/ui/field.tsx';
import { FrontDoor } from '@/ui/front_door.tsx';

export function SignInPage({ next }: { next: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const history = useHistory();
  const problems = useProblems();
  const form = useForm({ defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async body => {
    try {
      const { data } = await send<Session>('POST', '/session', { body });
      await adopt(data);
      client.clear();
      client.setQueryData(sessionQuery.queryKey, data);
      history.replace(next);
    } catch (error) {
      const wait = error instanceof ApiProblem ? error.retryAfterSeconds : null;
      form.setError('root', {
        message: wait ? t('sign_in.wait', { count: Math.ceil(wait / 60) }) : problems.text(error),
      });
      form.setFocus('password');
    }
  });
  const required = t('field_problem.required');
  return (
    <FrontDoor title={t('sign_in.title')}>
      <form className="flex flex-col gap-4" onSubmit={event => void submit(event)} noValidate>
        <Field label={t('sign_in.email')} problem={errors.email?.message}>
          {ids => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              autoFocus
              {...form.register('email', { required })}
            />
          )}
        </Field>
        <Field label={t('sign_in.password')} problem={errors.password?.message}>
          {ids => (
            <Input
              {...ids}
              type="password"
              autoComplete="current-password"
              {...form.register('password', { required })}
            />
          )}
        </Field>
        {errors.root && (
          <p role="alert" className="text-red">
            {errors.root.message}
          </p>
        )}
        <Button kind="primary" type="submit" className="h-9!" disabled={isSubmitting}>
          {t('sign_in.submit')}
        </Button>
      </form>
    </FrontDoor>
  );
}
