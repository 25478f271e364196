import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/lib/session.ts';
import { Button } from '@/ui/button.tsx';
import { MoreButton } from '@/ui/more_button.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { auditQuery } from '../api/queries.ts';
import { groups, isAction, type AuditQuestion, type Group } from '../model/question.ts';
import { EntryLine } from './entry_line.tsx';
import { VerificationStrip } from './verification_strip.tsx';

/** What was done in the workspace, by whom, when, from where and to what; and whether the log holds. */
export function AuditPart({ question }: { question: AuditQuestion }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const ask = (change: AuditQuestion) =>
    void navigate({ to: '/settings/audit', search: { ...question, ...change }, replace: true });
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">{t('audit.text')}</p>
      <VerificationStrip />
      <Questions question={question} ask={ask} />
      <Entries question={question} ask={ask} />
    </div>
  );
}

type Ask = (change: AuditQuestion) => void;

function Questions({ question, ask }: { question: AuditQuestion; ask: Ask }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState(question.q ?? '');
  const all = Object.entries(groups) as [Group, (typeof groups)[Group]][];
  return (
    <form
      role="search"
      className="grid grid-cols-2 gap-3"
      onSubmit={event => {
        event.preventDefault();
        ask({ q: search.trim() || undefined });
      }}
    >
      <div className="max-sm:col-span-2">
        <Field label={t('audit.search')}>
          {ids => (
            <Input
              {...ids}
              type="search"
              maxLength={100}
              placeholder={t('audit.search_hint')}
              value={search}
              onChange={event => {
                setSearch(event.target.value);
                if (!event.target.value) ask({ q: undefined });
              }}
            />
          )}
        </Field>
      </div>
      <div className="max-sm:col-span-2">
        <Field label={t('audit.by_action')}>
          {ids => (
            <Select
              {...ids}
              value={question.action ?? ''}
              onChange={event => {
                const { value } = event.target;
                ask({ action: isAction(value) ? value : undefined });
              }}
            >
              <option value="">{t('audit.every_action')}</option>
              {all.map(([group, actions]) => (
                <optgroup key={group} label={t(`audit.group.${group}`)}>
                  {actions.map(action => (
                    <option key={action} value={action}>
                      {t(`audit.action.${action}`)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {(['from', 'until'] as const).map(edge => (
        <Field key={edge} label={t(`audit.${edge}`)}>
          {ids => (
            <Input
              {...ids}
              type="date"
              value={question[edge] ?? ''}
              onChange={event => ask({ [edge]: event.target.value || undefined })}
            />
          )}
        </Field>
      ))}
    </form>
  );
}

function Entries({ question, ask }: { question: AuditQuestion; ask: Ask }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(auditQuery(question, useSession().workspace.time_zone));
  const isAsking = Object.values(question).some(Boolean);
  if (list.isPending) return <Skeleton lines={6} />;
  if (list.isError) return <Problem error={list.error} onRetry={() => void list.refetch()} />;
  const entries = list.data.pages.flatMap(page => page.data);
  const narrowed = question.actor ?? question.record;
  const everything = (
    <Button
      kind="quiet"
      icon="close"
      onClick={() => ask({ actor: undefined, record: undefined })}
      className="self-start"
    >
      {t(question.actor ? 'audit.of_actor' : 'audit.of_record')}
    </Button>
  );
  return (
    <>
      {narrowed && everything}
      {entries.length ? (
        <ul aria-label={t('settings.part.audit')} className="rounded-md border">
          {entries.map(entry => (
            <EntryLine key={entry.id} entry={entry} ask={ask} />
          ))}
        </ul>
      ) : (
        !list.hasNextPage && (
          <Empty
            title={t(isAsking ? 'audit.none_title' : 'audit.empty_title')}
            text={t(isAsking ? 'audit.none_text' : 'audit.empty_text')}
          />
        )
      )}
      <MoreButton list={list} />
    </>
  );
}
