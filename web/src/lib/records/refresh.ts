import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';
import type { Page, RecordRow } from '../api/types.ts';
import { listPage, rows_a_page, type ListQuestion } from './queries.ts';

type Pages = InfiniteData<Page<RecordRow>, string | null>;

/** As long as a list is this short it is read anew as a whole; of a longer one only what is in sight. */
const pages_whole_max = 5;

/** The rows of a list that were seen last, by its key. */
const seen = new Map<string, { first: number; last: number }>();
const seen_lists_max = 50;

export function noteSeen(plural: string, question: ListQuestion, first: number, last: number) {
  const key = JSON.stringify([plural, question]);
  seen.delete(key);
  seen.set(key, { first, last });
  if (seen.size > seen_lists_max) seen.delete(seen.keys().next().value!);
}

function isLong(query: Query): boolean {
  const [kind, , part] = query.queryKey;
  if (kind !== 'records' || part !== 'list') return false;
  return ((query.state.data as Pages | undefined)?.pages.length ?? 0) > pages_whole_max;
}

/** Reads the pages in sight anew. Those before stay as they are; those after are read again as one scrolls there. */
async function refreshSeen(client: QueryClient, query: Query) {
  const [, plural, , question] = query.queryKey as [string, string, string, ListQuestion];
  const data = query.state.data as Pages;
  const { first, last } = seen.get(JSON.stringify([plural, question])) ?? { first: 0, last: 0 };
  const { limit = rows_a_page } = question;
  const from = Math.min(Math.floor(first / limit), data.pages.length - 1);
  const to = Math.min(Math.floor(last / limit), data.pages.length - 1);
  const pages = data.pages.slice(0, from);
  const pageParams = data.pageParams.slice(0, from + 1);
  for (let at = from; at <= to; at++) {
    const page = pageParams[at];
    if (page === undefined) break;
    const fresh = await listPage(plural, question, page);
    pages.push(fresh);
    if (!fresh.next) break;
    pageParams.push(fresh.next);
  }
  client.setQueryData<Pages>(query.queryKey, { pages, pageParams: pageParams.slice(0, pages.length) });
}

/** Reads anew what the key begins, but of long lists only what is in sight. */
export async function refresh(client: QueryClient, queryKey: string[] = []) {
  const long = client.getQueryCache().findAll({ queryKey, type: 'active' }).filter(isLong);
  const names = new Set(long.map(query => query.queryHash));
  // A long list that nobody looks at now is forgotten: whoever comes back begins with what is there then.
  client.removeQueries({ queryKey, type: 'inactive', predicate: isLong });
  await Promise.all([
    client.invalidateQueries({ queryKey, predicate: query => !names.has(query.queryHash) }),
    ...long.map(query => refreshSeen(client, query)),
  ]);
}
