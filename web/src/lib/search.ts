import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get } from './api/client.ts';
import type { components } from './api/schema.ts';

export type SearchGroup = components['schemas']['search_group'];
export type SearchHit = components['schemas']['search_hit'];
export type SearchPiece = components['schemas']['search_piece'];

/** Notes and files are found beside the records of objects. */
export const note_object = 'note';
export const file_object = 'file';
export const hits_in_palette = 5;
export const hits_on_page = 10;
export const hits_of_one_object = 50;

/** One letter says too little; one sign of another script may be a whole name. */
export function isWorthAsking(text: string): boolean {
  return text.length > 1 || /[^\p{ASCII}]/u.test(text);
}

/** What is found in all records, notes and names of files; while it is on its way, what was found before stands. */
export function everythingQuery(q: string, limit: number, object?: string) {
  return queryOptions({
    queryKey: ['search', q, object ?? '', limit],
    queryFn: ({ signal }) => get<{ groups: SearchGroup[] }>('/search', { q, object, limit }, signal),
    select: answer => answer.groups,
    enabled: isWorthAsking(q),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  });
}

/** The address of a hit as the router takes it. */
export function addressOf({ path }: SearchHit): { to: string; search: Record<string, string> } {
  const [to, query] = path.split('?');
  return { to: to ?? path, search: Object.fromEntries(new URLSearchParams(query)) };
}

/** A text in parts, each of which was looked for or was not. Marks count characters as people do, not as JavaScript does. */
export function partsOf({ text, marks }: SearchPiece): { text: string; isFound: boolean }[] {
  const letters = Array.from(text);
  const parts: { text: string; isFound: boolean }[] = [];
  const add = (begin: number, end: number, isFound: boolean) => {
    if (end > begin) parts.push({ text: letters.slice(begin, end).join(''), isFound });
  };
  let at = 0;
  for (const [begin = 0, end = 0] of marks) {
    add(at, begin, false);
    add(begin, end, true);
    at = end;
  }
  add(at, letters.length, false);
  return parts;
}
