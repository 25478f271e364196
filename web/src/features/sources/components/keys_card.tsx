import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { NewWriteKey } from '@/lib/api/types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { CodeBlock } from '@/ui/code_block.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';
import { keysQuery } from '../api/queries.ts';
import { keepFreshKey } from '../model/fresh_keys.ts';

/** The write keys of a source by their beginnings; a new one is shown once. */
export function KeysCard({ source }: { source: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const problems = useProblems();
  const keys = useQuery(keysQuery(source));
  const [made, setMade] = useState<NewWriteKey | null>(null);
  const [revoking, setRevoking] = useState<string | null>(null);

  const make = async () => {
    try {
      const { data } = await send<NewWriteKey>('POST', `/sources/${source}/keys`);
      keepFreshKey(source, data.secret);
      setMade(data);
    } catch (error) {
      problems.show(error);
    }
    await client.invalidateQueries({ queryKey: ['sources', 'keys', source] });
  };
  const revoke = async (key: string) => {
    setRevoking(null);
    try {
      await send('DELETE', `/sources/${source}/keys/${key}`);
    } catch (error) {
      problems.show(error);
    }
    await client.invalidateQueries({ queryKey: ['sources', 'keys', source] });
  };
  if (keys.isPending) return <Skeleton lines={3} />;
  if (keys.isError) return <Problem error={keys.error} onRetry={() => void keys.refetch()} />;
  const revoked = keys.data.find(key => key.id === revoking);
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-2xl text-soft">{t('source.keys_text')}</p>
      {made && (
        <div className="flex flex-col gap-2 rounded-md border border-line-2 p-3">
          <p className="text-ink">{t('source.key_text')}</p>
          <CodeBlock text={made.secret} label={t('source.key')} />
        </div>
      )}
      <ul className="rounded-md border">
        {keys.data.map(key => (
          <li
            key={key.id}
            className="flex min-h-(--row) flex-wrap items-center gap-x-4 border-b px-3 py-1 last:border-0"
          >
            <span className={`font-mono ${key.is_revoked ? 'text-quiet line-through' : 'text-ink'}`}>
              {key.prefix}…
            </span>
            <span className="flex-1 text-xs text-quiet">
              {t('source.key_made', { at: format.date(key.created_at) })} ·{' '}
              {key.last_used_at ? (
                <TimeAgo at={key.last_used_at} say={ago => t('source.key_used', { ago })} />
              ) : (
                t('source.key_unused')
              )}
            </span>
            {key.is_revoked ? (
              <Badge>{t('source.key_revoked')}</Badge>
            ) : (
              <Button kind="quiet" onClick={() => setRevoking(key.id)}>
                {t('source.key_revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button icon="plus" className="self-start" onClick={() => void make()}>
        {t('source.key_new')}
      </Button>
      <Dialog
        title={t('source.key_revoke_title', { prefix: revoked?.prefix ?? '' })}
        isOpen={!!revoked}
        onClose={() => setRevoking(null)}
      >
        <p className="text-soft">{t('source.key_revoke_text')}</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setRevoking(null)}>{t('ui.cancel')}</Button>
          <Button kind="danger" onClick={() => void revoke(revoking!)}>
            {t('source.key_revoke')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
