import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, get, send } from '@/lib/api/client.ts';
import type { ObjectDefinition, Share, Shares } from '@/lib/api/types.ts';
import { usersQuery } from '@/lib/records/queries.ts';
import { refresh } from '@/lib/records/refresh.ts';
import { teamNamesQuery } from '@/lib/teams.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { useUndo } from '@/lib/use_undo.ts';
import { Badge } from '../badge.tsx';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Field, Select } from '../field.tsx';
import { Problem, Skeleton } from '../states.tsx';

/** Whom a record is shared with. In force at once, and each offered for undoing. */
export default function ShareDialog({
  object,
  id,
  onClose,
}: {
  object: ObjectDefinition;
  id: string;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const undo = useUndo();
  const path = `/${object.plural}/${id}/shares`;
  const queryKey = ['records', object.plural, 'shares', id];
  const shares = useQuery({ queryKey, queryFn: ({ signal }) => get<Shares>(path, {}, signal) });
  const users = useQuery(usersQuery).data ?? [];
  const teams = useQuery(teamNamesQuery).data ?? [];
  const [problem, setProblem] = useState<string | null>(null);
  const shared = shares.data?.data ?? [];
  const others = <T extends { id: string }>(list: T[]) =>
    list.filter(one => !shared.some(share => share.id === one.id));

  const change = async (work: () => Promise<{ changeSet: string | null }>, text: string) => {
    try {
      setProblem(null);
      const { changeSet } = await work();
      undo.offer(text, changeSet);
    } catch (error) {
      const fault = error instanceof ApiProblem ? error.fields[0] : undefined;
      setProblem(fault ? problems.fieldText(fault.code) : problems.text(error));
    }
    await refresh(client, queryKey);
  };
  const add = (chosen: string) => {
    const [kind, grantee] = chosen.split(' ') as ['user' | 'team', string];
    const name = [...users, ...teams].find(one => one.id === grantee)?.name ?? '';
    return change(() => send('POST', path, { body: { [kind]: grantee } }), t('share.done', { name }));
  };
  const remove = (share: Share) =>
    change(() => send('DELETE', `${path}/${share.id}`), t('share.ended', { name: share.name }));

  return (
    <Dialog title={t('share.title')} description={t('share.text')} isOpen onClose={onClose}>
      {shares.isPending && <Skeleton lines={3} />}
      {shares.isError && <Problem error={shares.error} onRetry={() => void shares.refetch()} />}
      {shares.data && (
        <div className="flex flex-col gap-4">
          {shared.length ? (
            <ShareList shares={shared} onRemove={share => void remove(share)} />
          ) : (
            <p className="text-sm text-soft">{t('share.empty')}</p>
          )}
          <Field label={t('share.with')} problem={problem}>
            {ids => (
              <Select {...ids} autoFocus value="" onChange={event => void add(event.target.value)}>
                <option value="">{t('share.choose')}</option>
                <Choices label={t('share.users')} kind="user" list={others(users)} />
                <Choices label={t('share.teams')} kind="team" list={others(teams)} />
              </Select>
            )}
          </Field>
        </div>
      )}
    </Dialog>
  );
}

function Choices({
  label,
  kind,
  list,
}: {
  label: string;
  kind: Share['kind'];
  list: { id: string; name: string }[];
}) {
  if (!list.length) return null;
  return (
    <optgroup label={label}>
      {list.map(({ id, name }) => (
        <option key={id} value={`${kind} ${id}`}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}

function ShareList({ shares, onRemove }: { shares: Share[]; onRemove: (share: Share) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className="rounded-md border" aria-label={t('share.list')}>
      {shares.map(share => (
        <li key={share.id} className="flex items-center gap-3 border-b py-1 pr-1 pl-3 last:border-0">
          <div className="min-w-0 flex-1">
            <p className="truncate text-ink">
              {share.name} {share.kind === 'team' && <Badge>{t('share.team')}</Badge>}
            </p>
            <p className="truncate text-xs text-quiet">
              {t('share.by', { name: share.shared_by, at: format.dateTime(share.shared_at) })}
            </p>
          </div>
          <Button
            kind="quiet"
            icon="close"
            aria-label={t('share.end', { name: share.name })}
            onClick={() => onRemove(share)}
          />
        </li>
      ))}
    </ul>
  );
}
