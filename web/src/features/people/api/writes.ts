import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { ConsentState, Money, TimelineEvent } from '@/lib/api/types.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { useUndo } from '@/lib/use_undo.ts';

export interface ConsentChange {
  purpose: string;
  state: ConsentState;
  how: string;
  wording?: string;
  evidence?: string;
}
export interface NewEvent {
  type: string;
  occurred_at?: string;
  properties?: Record<string, unknown>;
  revenue?: Money;
  /** The id of the event that led to it. */
  caused_by?: string;
}

/** What can be written to a person besides the fields. Each tells whether it went well; what went wrong has then been shown. */
export function usePersonWrites(person: string) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const undo = useUndo();
  const problems = useProblems();

  const write = async <T>(method: string, path: string, body: unknown, done: string): Promise<T | null> => {
    try {
      const { data, changeSet } = await send<T>(method, path, { body });
      undo.offer(done, changeSet ?? (data as { change_set?: string } | undefined)?.change_set ?? null);
      void client.invalidateQueries({ queryKey: ['person', person] });
      return data ?? ({} as T);
    } catch (error) {
      problems.show(error);
      return null;
    }
  };
  return {
    setConsent: (change: ConsentChange) =>
      write('POST', `/people/${person}/consents`, change, t('consent.saved')),
    addEvent: (event: NewEvent) => write('POST', `/people/${person}/events`, event, t('timeline.added')),
    addNote: (text: string) =>
      write('POST', `/people/${person}/events`, { type: 'Note', properties: { text } }, t('note.saved')),
    /** What was answered to a question: it waits no longer. */
    answer: (question: { event: string; about: string | null }, answer: string) =>
      write(
        'POST',
        `/people/${person}/events`,
        {
          type: 'Question Answered',
          properties: { about: question.about ?? undefined, answer },
          caused_by: question.event,
        } satisfies NewEvent,
        t('question.saved'),
      ),
    retract: (event: TimelineEvent) =>
      write(
        'POST',
        `/people/${person}/events/${event.id.split('.').at(-1)}/retract`,
        undefined,
        t('timeline.retracted_done'),
      ),
    join: async (other: string) => {
      const answer = await write<{ survivor: string }>(
        'POST',
        `/people/${person}/join`,
        { other },
        t('join.done'),
      );
      if (answer) await client.invalidateQueries({ queryKey: ['records', 'people'] });
      return answer;
    },
  };
}

/** Settles pairs of people who may be one. What went wrong has been shown. */
export function useDuplicateWrites() {
  const client = useQueryClient();
  const { t } = useTranslation();
  const undo = useUndo();
  const problems = useProblems();
  const settle = async (path: string, body: unknown, done: string) => {
    try {
      const { changeSet } = await send('POST', path, { body });
      undo.offer(done, changeSet);
    } catch (error) {
      problems.show(error);
    }
    await Promise.all(
      [['person'], ['records', 'people']].map(queryKey => client.invalidateQueries({ queryKey })),
    );
  };
  return {
    join: (survivor: string, loser: string) =>
      settle(`/people/${survivor}/join`, { other: loser }, t('join.done')),
    keepApart: (pair: string) =>
      settle(`/duplicates/${pair}/keep-apart`, undefined, t('duplicates.kept_apart')),
  };
}
