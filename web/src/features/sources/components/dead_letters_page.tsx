import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { DeadLetter, Outcome } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { showToast } from '@/lib/toasts.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { MoreButton } from '@/ui/more_button.tsx';
import { CodeBlock } from '@/ui/code_block.tsx';
import { Select } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { deadLettersQuery, sourcesQuery, type LetterQuestion } from '../api/queries.ts';
import { useReasonText } from './reason.tsx';

/** What arrived and could not be stored, with its reason; nothing of it is lost, and it can be tried again. */
export function DeadLettersPage({ question }: { question: LetterQuestion }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const problems = useProblems();
  const canManage = useMay()('sources.manage');
  const reasonText = useReasonText();
  const sources = useQuery(sourcesQuery);
  const list = useInfiniteQuery(deadLettersQuery(question));
  const [isBusy, setIsBusy] = useState(false);
  const letters = list.data?.pages.flatMap(page => page.data) ?? [];
  const reasons = [
    ...new Set([...letters.map(letter => letter.reason), ...(question.reason ? [question.reason] : [])]),
  ];
  const ask = (change: LetterQuestion) =>
    void navigate({ to: '/sources/dead-letters', search: { ...question, ...change }, replace: true });

  const replayAll = async () => {
    setIsBusy(true);
    try {
      const { data } = await send<{ replayed: number; failed: number }>('POST', '/dead-letters/replay', {
        body: question,
      });
      showToast({ text: t('letter.replayed_all', { replayed: data.replayed, failed: data.failed }) });
    } catch (error) {
      problems.show(error);
    }
    setIsBusy(false);
    await client.invalidateQueries({ queryKey: ['dead-letters'] });
    void client.invalidateQueries({ queryKey: ['sources'] });
  };
  return (
    <div className="flex h-full flex-col">
      <PageBar
        title={t('letter.title')}
        before={
          <Link to="/sources" className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {t('nav.sources')}
            <Icon name="right" />
          </Link>
        }
      >
        {canManage && letters.some(letter => !letter.replayed_at) && (
          <Button disabled={isBusy} onClick={() => void replayAll()}>
            {t('letter.replay_all')}
          </Button>
        )}
      </PageBar>
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b px-4 py-1.5 max-sm:px-3">
        <Select
          aria-label={t('letter.by_source')}
          className="w-48!"
          value={question.source ?? ''}
          onChange={event => ask({ source: event.target.value || undefined })}
        >
          <option value="">{t('letter.every_source')}</option>
          {sources.data?.map(source => (
            <option key={source.id} value={source.id}>
              {source.name}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('letter.by_reason')}
          className="w-64!"
          value={question.reason ?? ''}
          onChange={event => ask({ reason: event.target.value || undefined })}
        >
          <option value="">{t('letter.every_reason')}</option>
          {reasons.map(reason => (
            <option key={reason} value={reason}>
              {reasonText(reason)}
            </option>
          ))}
        </Select>
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        {list.isPending && <Skeleton />}
        {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && !letters.length && (
          <Empty title={t('letter.empty_title')} text={t('letter.empty_text')} />
        )}
        <ul>
          {letters.map(letter => (
            <Letter key={letter.id} letter={letter} canManage={canManage} />
          ))}
        </ul>
        <MoreButton list={list} className="m-4" />
      </div>
    </div>
  );
}

function Letter({ letter, canManage }: { letter: DeadLetter; canManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const problems = useProblems();
  const reasonText = useReasonText();
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);

  const act = async (run: () => Promise<void>) => {
    setIsBusy(true);
    try {
      await run();
    } catch (error) {
      problems.show(error);
    }
    setIsBusy(false);
    await client.invalidateQueries({ queryKey: ['dead-letters'] });
    void client.invalidateQueries({ queryKey: ['sources'] });
  };
  const replay = () =>
    act(async () => {
      const { data } = await send<{ outcome: Outcome; reason?: string }>(
        'POST',
        `/dead-letters/${letter.id}/replay`,
      );
      showToast({
        tone: data.outcome === 'rejected' ? 'problem' : 'plain',
        text:
          data.outcome === 'rejected'
            ? t('letter.rejected_again', { reason: reasonText(data.reason ?? '') })
            : t('letter.replayed'),
      });
    });
  const remove = () =>
    act(async () => {
      await send('DELETE', `/dead-letters/${letter.id}`);
    });
  return (
    <li className="border-b">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex min-h-(--row) w-full items-center gap-3 px-4 text-left hover:bg-paper-2 max-sm:px-3"
      >
        <span className="min-w-0 flex-1 truncate">
          <span className="font-medium text-ink">{letter.type || letter.call}</span>
          <span className="text-soft"> · {reasonText(letter.reason)}</span>
          {letter.source && <span className="text-quiet max-sm:hidden"> · {letter.source.name}</span>}
        </span>
        {letter.replayed_at && <Badge tone="green">{t('letter.was_replayed')}</Badge>}
        <span className="text-xs whitespace-nowrap text-quiet">{format.dateTime(letter.received_at)}</span>
        <Icon
          name="right"
          className={`text-quiet transition-transform duration-100 ${isOpen ? 'rotate-90' : ''}`}
        />
      </button>
      {isOpen && (
        <div className="flex flex-col gap-3 px-4 pb-4 max-sm:px-3">
          <p className="text-soft">
            {letter.detail} <span className="font-mono text-xs text-quiet">{letter.reason}</span>
          </p>
          <CodeBlock text={indented(letter.payload)} label={t('letter.payload')} />
          {canManage && (
            <div className="flex gap-2">
              {!letter.replayed_at && (
                <Button disabled={isBusy} onClick={() => void replay()}>
                  {t('letter.replay')}
                </Button>
              )}
              <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
                {t('letter.delete')}
              </Button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}

function indented(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
