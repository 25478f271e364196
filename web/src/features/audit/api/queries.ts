import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get } from '@/lib/api/client.ts';
import type { AuditPage, AuditVerification } from '@/lib/api/types.ts';
import { dayAfter, dayBegins } from '@/lib/format.ts';
import type { AuditQuestion } from '../model/question.ts';

const entries_a_page = 50;

export const auditQuery = (question: AuditQuestion, timeZone: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'list', question, timeZone],
    queryFn: ({ pageParam, signal }) =>
      get<AuditPage>(
        '/audit',
        {
          ...question,
          from: question.from && dayBegins(question.from, timeZone),
          until: question.until && dayBegins(dayAfter(question.until), timeZone),
          limit: entries_a_page,
          page: pageParam,
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next ?? null,
  });

/** Asked for by hand: it reads the whole log. */
export const verificationQuery = queryOptions({
  queryKey: ['audit', 'verification'],
  queryFn: ({ signal }) => get<AuditVerification>('/audit/verification', {}, signal),
  enabled: false,
});
