import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, send } from '@/lib/api/client.ts';
import type { Page, Token } from '@/lib/api/types.ts';
import { rolesQuery, useRoleName } from '@/lib/roles.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { CodeBlock } from '@/ui/code_block.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';

const tokens_max = 200;

/** Keys by which programs use the API; a new one is shown once. */
export function TokensPart() {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const problems = useProblems();
  const [isNew, setIsNew] = useState(false);
  const [made, setMade] = useState<(Token & { secret: string }) | null>(null);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const tokens = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => get<Page<Token>>('/tokens', { limit: tokens_max }, signal),
    select: page => page.data,
  });
  const make = async (given: FormData) => {
    try {
      const body = { name: String(given.get('name') ?? '').trim(), role: given.get('role') };
      const { data } = await send<Token & { secret: string }>('POST', '/tokens', { body });
      setMade(data);
      setIsNew(false);
    } catch (error) {
      problems.show(error);
    }
    await client.invalidateQueries({ queryKey: ['tokens'] });
  };
  const revoke = async (token: Token) => {
    setRevoking(null);
    try {
      await send('DELETE', `/tokens/${token.id}`);
      if (made?.id === token.id) setMade(null);
    } catch (error) {
      problems.show(error);
    }
    await client.invalidateQueries({ queryKey: ['tokens'] });
  };
  const roles = useQuery(rolesQuery).data ?? [];
  const nameOf = useRoleName();
  const nameOfRole = (name: string) => nameOf(roles.find(role => role.name === name) ?? { name, title: '' });
  if (tokens.isPending) return <Skeleton lines={4} />;
  if (tokens.isError) return <Problem error={tokens.error} onRetry={() => void tokens.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft">{t('token.text')}</p>
      <Button kind="primary" icon="plus" className="self-start" onClick={() => setIsNew(true)}>
        {t('token.new')}
      </Button>
      {made && (
        <div className="flex flex-col gap-2 rounded-md border border-line-2 p-3">
          <p className="text-ink">{t('token.made', { name: made.name })}</p>
          <CodeBlock text={made.secret} label={t('token.token')} />
        </div>
      )}
      {tokens.data.length > 0 && (
        <ul className="rounded-md border">
          {tokens.data.map(token => (
            <li
              key={token.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-3 py-2 last:border-0"
            >
              <div className="min-w-48 flex-1">
                <p className="font-medium text-ink">
                  {token.name} <Badge>{nameOfRole(token.role)}</Badge>
                </p>
                <p className="text-xs text-quiet">
                  <span className="font-mono">{token.prefix}…</span> ·{' '}
                  {t('source.key_made', { at: format.date(token.created_at) })} ·{' '}
                  {token.last_used_at ? (
                    <TimeAgo at={token.last_used_at} say={ago => t('source.key_used', { ago })} />
                  ) : (
                    t('source.key_unused')
                  )}
                </p>
              </div>
              <Button kind="quiet" onClick={() => setRevoking(token)}>
                {t('source.key_revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Dialog title={t('token.new')} isOpen={isNew} onClose={() => setIsNew(false)}>
        <form
          className="flex flex-col gap-4"
          onSubmit={event => {
            event.preventDefault();
            void make(new FormData(event.currentTarget));
          }}
        >
          <Field label={t('token.name')} hint={t('token.name_hint')}>
            {ids => <Input {...ids} name="name" required autoFocus autoComplete="off" />}
          </Field>
          <Field label={t('user.role')}>
            {ids => (
              <Select {...ids} name="role" defaultValue="read_only">
                {roles.map(role => (
                  <option key={role.name} value={role.name}>
                    {nameOf(role)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button kind="primary" type="submit" className="self-end">
            {t('token.create')}
          </Button>
        </form>
      </Dialog>
      <Dialog
        title={t('token.revoke_title', { name: revoking?.name ?? '' })}
        isOpen={!!revoking}
        onClose={() => setRevoking(null)}
      >
        <p className="text-soft">{t('source.key_revoke_text')}</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setRevoking(null)}>{t('ui.cancel')}</Button>
          <Button kind="danger" onClick={() => revoking && void revoke(revoking)}>
            {t('source.key_revoke')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
