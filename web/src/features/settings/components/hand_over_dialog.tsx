import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, get, send } from '@/lib/api/client.ts';
import type { BulkEdit, OwnedRecords, User } from '@/lib/api/types.ts';
import { bulkEditsQuery } from '@/lib/records/bulk.ts';
import { objectsQuery, usersQuery } from '@/lib/records/queries.ts';
import { teamsQuery } from '@/lib/teams.ts';
import { showToast } from '@/lib/toasts.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Checkbox, Field, Select } from '@/ui/field.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';

/** What names somebody who leaves, who takes it over, and whether they may sign in afterwards. */
export default function HandOverDialog({
  user,
  canDisable,
  onClose,
}: {
  user: User;
  canDisable: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const owned = useQuery({
    queryKey: ['users', user.id, 'owned'],
    queryFn: ({ signal }) => get<OwnedRecords>(`/users/${user.id}/owned`, {}, signal),
    select: answer => answer.data,
    gcTime: 0,
  });
  const leads = useLeadsOf(user);
  const others = (useQuery(usersQuery).data ?? []).filter(({ id }) => id !== user.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [blocks, setBlocks] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const to = chosen ?? others.find(({ id }) => leads.includes(id))?.id ?? '';
  const hasWork = owned.data?.some(({ may_change }) => may_change) ?? false;

  const submit = async () => {
    if (hasWork && !to) return setProblem(problems.fieldText('required'));
    setIsBusy(true);
    try {
      if (hasWork) {
        const { data } = await send<BulkEdit>('POST', `/users/${user.id}/hand-over`, { body: { to } });
        client.setQueryData(bulkEditsQuery.queryKey, old => ({ data: [...(old?.data ?? []), data] }));
      }
      if (blocks) {
        await send('PATCH', `/users/${user.id}`, { body: { is_disabled: true } });
        showToast({ text: t('user.blocked', { name: user.name }) });
      }
      onClose();
    } catch (error) {
      const fault =
        error instanceof ApiProblem ? error.fields.find(({ field }) => field === 'to') : undefined;
      setProblem(fault ? problems.fieldText(fault.code) : problems.text(error));
    } finally {
      setIsBusy(false);
      await client.invalidateQueries({ queryKey: ['users'] });
    }
  };
  return (
    <Dialog
      title={t('user.hand_over_title', { name: user.name })}
      description={t('user.hand_over_text')}
      isOpen
      onClose={onClose}
    >
      {owned.isPending && <Skeleton lines={3} />}
      {owned.isError && <Problem error={owned.error} onRetry={() => void owned.refetch()} />}
      {owned.data && (
        <form
          className="flex flex-col gap-4"
          noValidate
          onSubmit={event => {
            event.preventDefault();
            void submit();
          }}
        >
          {owned.data.length ? (
            <Owned rows={owned.data} />
          ) : (
            <p className="text-sm text-soft">{t('user.owns_nothing', { name: user.name })}</p>
          )}
          {hasWork && (
            <Field
              label={t('user.successor')}
              hint={to && leads.includes(to) ? t('user.successor_lead') : undefined}
              problem={problem}
            >
              {ids => (
                <Select {...ids} value={to} autoFocus onChange={event => setChosen(event.target.value)}>
                  <option value="">{t('user.choose_successor')}</option>
                  {others.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          {!hasWork && problem && (
            <p role="alert" className="text-sm text-red">
              {problem}
            </p>
          )}
          {canDisable && (
            <Checkbox
              label={t('user.then_block', { name: user.name })}
              checked={blocks}
              onChange={event => setBlocks(event.target.checked)}
            />
          )}
          <DialogActions>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button kind="primary" type="submit" disabled={isBusy || (!hasWork && !blocks)}>
              {t(hasWork ? 'user.hand_over_now' : 'user.disable')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}

/** How many records of each object name the user, by which field; what stays is said. */
function Owned({ rows }: { rows: OwnedRecords['data'] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const { data: objects } = useSuspenseQuery(objectsQuery);
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="border-b text-left text-xs text-quiet">
          <th className="py-1 pr-3 font-medium">{t('roles.object')}</th>
          <th className="py-1 pr-3 font-medium">{t('filter.field')}</th>
          <th className="py-1 text-right font-medium">{t('roles.records')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ object: name, field: fieldName, records, may_change }) => {
          const object = objects.find(candidate => candidate.name === name);
          const field = object?.fields.find(candidate => candidate.name === fieldName);
          return (
            <tr key={`${name}.${fieldName}`} className="border-b last:border-0">
              <td className="py-1 pr-3 text-ink">{label(object?.label_plural, name)}</td>
              <td className="py-1 pr-3">
                {label(field?.label, fieldName)}
                {!may_change && <span className="block text-xs text-quiet">{t('user.stays')}</span>}
              </td>
              <td className="tnum py-1 text-right">{format.number(records)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Who leads the user's teams: the nearest successors. */
function useLeadsOf(user: User): string[] {
  return (useQuery(teamsQuery).data ?? [])
    .filter(({ members }) => members.some(member => member.user.id === user.id))
    .flatMap(({ members }) =>
      members.filter(member => member.is_lead && member.user.id !== user.id).map(member => member.user.id),
    );
}
