import {
  infiniteQueryOptions,
  queryOptions,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, send } from './api/client.ts';
import type { components } from './api/schema.ts';
import { showToast } from './toasts.ts';
import { useProblems } from './use_problems.ts';

type Schema = components['schemas'];
export type Comment = Schema['comment'];
export type Comments = Schema['comments'];
export type Colleague = Schema['mentionable']['data'][number];
export type InboxEntry = Schema['inbox_entry'];
export type Marks = Schema['marks'];
export type Favourite = Schema['record_reference'];
type Inbox = Schema['inbox'];

/** A record that is talked about, by its object's name and its id. */
export interface Subject {
  object: string;
  id: string;
}

const unread_asked_every_ms = 20_000;

export function marksQuery({ object, id }: Subject) {
  return queryOptions({
    queryKey: ['talk', object, id, 'marks'],
    queryFn: ({ signal }) => get<Marks>(`/marks/${object}/${id}`, {}, signal),
    staleTime: 15_000,
  });
}

/** What was said of a record, the newest first. */
export function commentsQuery({ object, id }: Subject) {
  return infiniteQueryOptions({
    queryKey: ['talk', object, id, 'comments'],
    queryFn: ({ pageParam, signal }) =>
      get<Comments>(`/comments/on/${object}/${id}`, { page: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}

/** Colleagues whose name begins so. */
export function mentionableQuery({ object, id }: Subject, q: string) {
  return queryOptions({
    queryKey: ['talk', object, id, 'mentionable', q],
    queryFn: ({ signal }) =>
      get<Schema['mentionable']>(`/comments/on/${object}/${id}/mentionable`, { q }, signal),
    select: answer => answer.data,
    staleTime: 30_000,
  });
}

export const favouritesQuery = queryOptions({
  queryKey: ['favourites'],
  queryFn: ({ signal }) => get<Schema['favourites']>('/favourites', {}, signal),
  select: answer => answer.data,
  staleTime: 60_000,
});

export const unreadQuery = queryOptions({
  queryKey: ['inbox', 'unread'],
  queryFn: ({ signal }) => get<Schema['inbox_unread']>('/inbox/unread', {}, signal),
  refetchInterval: unread_asked_every_ms,
  refetchOnWindowFocus: 'always',
});

export function inboxQuery(isAll: boolean) {
  return infiniteQueryOptions({
    queryKey: ['inbox', isAll ? 'all' : 'new'],
    queryFn: ({ pageParam, signal }) =>
      get<Inbox>('/inbox', { read: isAll ? undefined : 'false', page: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
    refetchInterval: unread_asked_every_ms,
  });
}

/** What waits to be read, as a badge says it. */
export function useUnread(): string {
  const { data } = useQuery(unreadQuery);
  if (!data?.count) return '';
  return data.is_exact ? String(data.count) : `${data.count}+`;
}

export function useFavourites(): Favourite[] {
  return useQuery(favouritesQuery).data ?? [];
}

/** A text in parts: what it says, and whom it names. */
export function partsOf(
  text: string,
  mentions: Comment['mentions'],
): { text: string; mention?: Comment['mentions'][number] }[] {
  // Of two names one of which begins the other, the longer is meant.
  const names = mentions.toSorted((one, other) => other.name.length - one.name.length);
  const parts: { text: string; mention?: Comment['mentions'][number] }[] = [];
  let said = '';
  for (let at = 0; at < text.length;) {
    const mention = text[at] === '@' && names.find(({ name }) => text.startsWith(name, at + 1));
    if (!mention) {
      said += text[at++];
      continue;
    }
    if (said) parts.push({ text: said });
    said = '';
    parts.push({ text: `@${mention.name}`, mention });
    at += mention.name.length + 1;
  }
  if (said) parts.push({ text: said });
  return parts;
}

const mention_words_max = 3;

/** What is being typed after an `@`, up to the caret: where it begins, and how the name begins. */
export function mentionAt(text: string, caret: number): { start: number; q: string } | null {
  const start = text.lastIndexOf('@', caret - 1);
  if (start < 0 || (start > 0 && /[\p{L}\p{N}]/u.test(text[start - 1]!))) return null;
  const q = text.slice(start + 1, caret);
  if (/[\n@]|^\s|\s\s/.test(q) || q.split(' ').length > mention_words_max) return null;
  return { start, q };
}

function changeComments(client: QueryClient, subject: Subject, change: (comment: Comment) => Comment | null) {
  client.setQueryData<InfiniteData<Comments>>(
    commentsQuery(subject).queryKey,
    data =>
      data && {
        ...data,
        pages: data.pages.map(page => ({ ...page, data: page.data.flatMap(one => change(one) ?? []) })),
      },
  );
}

/** Writing comments. Each tells whether it went well; what went wrong has then been shown. */
export function useCommentWrites(subject: Subject) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const problems = useProblems();
  const refresh = () => client.invalidateQueries({ queryKey: ['talk', subject.object, subject.id] });
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      problems.show(error);
      await refresh();
      return false;
    }
    await refresh();
    return true;
  };
  const restore = (id: string) => attempt(() => send('POST', `/comments/${id}/restore`));
  return {
    add: (text: string, mentions: string[]) =>
      attempt(() =>
        send('POST', `/comments/on/${subject.object}/${subject.id}`, { body: { text, mentions } }),
      ),
    change: (comment: Comment, text: string, mentions: string[]) =>
      attempt(() =>
        send('PATCH', `/comments/${comment.id}`, { body: { text, mentions }, version: comment.version }),
      ),
    remove: (comment: Comment) => {
      changeComments(client, subject, one => (one.id === comment.id ? null : one));
      return attempt(async () => {
        await send('DELETE', `/comments/${comment.id}`, { version: comment.version });
        showToast({
          text: t('talk.comment_deleted'),
          action: { label: t('undo.undo'), run: () => void restore(comment.id) },
        });
      });
    },
  };
}

/** Turns a mark on or off, at once; the same press takes it back. */
export function useMarkWrites() {
  const client = useQueryClient();
  const problems = useProblems();
  const turn = async (kind: 'watches' | 'favourites', { object, id }: Subject, isOn: boolean) => {
    const key = marksQuery({ object, id }).queryKey;
    const member = kind === 'watches' ? 'is_watched' : 'is_favourite';
    client.setQueryData(key, marks => marks && { ...marks, [member]: isOn });
    try {
      await send(isOn ? 'PUT' : 'DELETE', `/${kind}/${object}/${id}`);
    } catch (error) {
      problems.show(error);
    }
    await Promise.all([
      client.invalidateQueries({ queryKey: key }),
      kind === 'favourites' && client.invalidateQueries({ queryKey: favouritesQuery.queryKey }),
    ]);
  };
  return {
    watch: (subject: Subject, isOn: boolean) => turn('watches', subject, isOn),
    favour: (subject: Subject, isOn: boolean) => turn('favourites', subject, isOn),
  };
}

/** Marks entries of the inbox; all that there were at a moment at once can be taken back. */
export function useInboxWrites() {
  const client = useQueryClient();
  const { t } = useTranslation();
  const problems = useProblems();
  const write = async (body: { ids?: string[]; until?: string; is_read: boolean }) => {
    let changed: string[] = [];
    try {
      changed = (await send<Schema['inbox_marked']>('PATCH', '/inbox', { body })).data.data;
    } catch (error) {
      problems.show(error);
    }
    await client.invalidateQueries({ queryKey: ['inbox'] });
    return changed;
  };
  return {
    mark: (ids: string[], isRead: boolean) => write({ ids, is_read: isRead }),
    markAll: async (until: string) => {
      const ids = await write({ until, is_read: true });
      if (!ids.length) return;
      showToast({
        text: t('inbox.all_read', { count: ids.length }),
        action: { label: t('undo.undo'), run: () => void write({ ids, is_read: false }) },
      });
    },
  };
}
