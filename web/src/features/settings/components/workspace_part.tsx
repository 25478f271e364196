import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { ApiProblem, get, send } from '@/lib/api/client.ts';
import type { Workspace } from '@/lib/api/types.ts';
import { currencyCodes, timeZones } from '@/lib/codes.ts';
import { languages, offeredLanguages } from '@/lib/i18n.ts';
import { sessionQuery, useMay } from '@/lib/session.ts';
import { showToast } from '@/lib/toasts.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';

export function WorkspacePart() {
  const workspace = useQuery({
    queryKey: ['workspace'],
    queryFn: ({ signal }) => get<Workspace>('/workspace', {}, signal),
  });
  if (workspace.isPending) return <Skeleton lines={4} />;
  if (workspace.isError) return <Problem error={workspace.error} onRetry={() => void workspace.refetch()} />;
  return <WorkspaceForm key={workspace.dataUpdatedAt} saved={workspace.data} />;
}

function WorkspaceForm({ saved }: { saved: Workspace }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const canManage = useMay()('workspace.manage');
  const form = useForm<Workspace>({ defaultValues: saved });
  const { errors, isSubmitting, isDirty } = form.formState;
  const submit = form.handleSubmit(async body => {
    try {
      const { data } = await send<Workspace>('PATCH', '/workspace', { body });
      client.setQueryData(['workspace'], data);
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      showToast({ text: t('settings.saved') });
    } catch (error) {
      const faults = error instanceof ApiProblem ? error.fields : [];
      for (const { field, code } of faults)
        form.setError(field as keyof Workspace, { message: problems.fieldText(code) });
      if (!faults.length) form.setError('root', { message: problems.text(error) });
    }
  });
  const required = problems.fieldText('required');
  return (
    <form className="max-w-md" onSubmit={event => void submit(event)} noValidate>
      <fieldset disabled={!canManage} className="flex flex-col gap-4">
        <Field label={t('setup.business_name')} problem={errors.name?.message}>
          {ids => <Input {...ids} autoComplete="organization" {...form.register('name', { required })} />}
        </Field>
        <Field
          label={t('setup.currency')}
          problem={errors.currency?.message}
          hint={t('settings.currency_hint')}
        >
          {ids => (
            <Select {...ids} {...form.register('currency')}>
              {currencyCodes().map(currency => (
                <option key={currency}>{currency}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t('setup.time_zone')}
          problem={errors.time_zone?.message}
          hint={t('setup.time_zone_hint')}
        >
          {ids => (
            <Select {...ids} {...form.register('time_zone')}>
              {[...new Set([saved.time_zone, ...timeZones()])].map(zone => (
                <option key={zone}>{zone}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t('settings.workspace_language')}
          problem={errors.language?.message}
          hint={t('settings.workspace_language_hint')}
        >
          {ids => (
            <Select {...ids} {...form.register('language')}>
              {offeredLanguages.map(code => (
                <option key={code} value={code}>
                  {languages[code].name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {errors.root && (
          <p role="alert" className="text-red">
            {errors.root.message}
          </p>
        )}
        {canManage ? (
          <Button kind="primary" type="submit" className="self-start" disabled={!isDirty || isSubmitting}>
            {t('ui.save')}
          </Button>
        ) : (
          <p className="text-quiet">{t('settings.only_administrators')}</p>
        )}
      </fieldset>
    </form>
  );
}
