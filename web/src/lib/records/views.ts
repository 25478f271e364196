import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, send } from '../api/client.ts';
import type { ObjectDefinition, View, ViewColumn } from '../api/types.ts';
import { showToast } from '../toasts.ts';
import { useProblems } from '../use_problems.ts';

/** How a list is shown, where it is no table. */
export type ListKind = Exclude<View['kind'], 'table'>;

/** What a list shows and how: what a view keeps, and the address says. */
export interface Shown {
  filter?: string;
  sort?: string;
  columns?: string;
  as?: ListKind;
  by?: string;
  sum?: string;
}

export function viewsQuery(object: string) {
  return queryOptions({
    queryKey: ['views', object],
    queryFn: ({ signal }) => get<{ data: View[] }>('/views', { object }, signal),
    select: answer => answer.data,
    staleTime: 60_000,
  });
}

/** Columns in the address: `name:240,email`. */
export function writeColumns(columns: ViewColumn[]): string | undefined {
  return columns.map(({ field, width }) => (width ? `${field}:${width}` : field)).join(',') || undefined;
}
export function readColumns(text: string | undefined): ViewColumn[] {
  return (text ?? '').split(',').flatMap(one => {
    const [field, width] = one.split(':');
    const pixels = Math.round(Number(width));
    if (!field) return [];
    return [pixels >= width_min && pixels <= width_max ? { field, width: pixels } : { field }];
  });
}
export const width_min = 40;
export const width_max = 1000;

export const shownBy = (view: View): Shown => ({
  filter: view.filter || undefined,
  sort: view.sort || undefined,
  columns: writeColumns(view.columns),
  ...(view.kind === 'table'
    ? { as: undefined, by: undefined, sum: undefined }
    : { as: view.kind, by: view.group_by || undefined, sum: view.sum || undefined }),
});

const contentOf = ({ filter, sort, columns, as, by, sum }: Shown) => ({
  filter: filter ?? '',
  sort: sort ?? '',
  columns: readColumns(columns),
  kind: as ?? 'table',
  group_by: (as && by) ?? '',
  sum: (as && sum) ?? '',
});

/** Who sees a view: oneself, everybody, or a team with those below it, by its id. */
export type Audience = 'me' | 'everybody' | { team: string };

/** Null: as it is. */
const sharingOf = (audience: Audience | null) =>
  audience && {
    is_shared: audience !== 'me',
    team: typeof audience === 'object' ? audience.team : null,
  };

/** Making, changing and deleting the views of an object. A deleted one can be brought back at once. */
export function useViewWrites(object: ObjectDefinition) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const problems = useProblems();
  const refresh = () => client.invalidateQueries({ queryKey: ['views', object.name] });
  const tried = async <T>(write: () => Promise<T>): Promise<T | null> => {
    try {
      return await write();
    } catch (error) {
      problems.show(error);
      return null;
    } finally {
      await refresh();
    }
  };
  const create = (name: string, audience: Audience | null, shown: Shown) =>
    tried(async () => {
      const body = { object: object.name, name, ...sharingOf(audience), ...contentOf(shown) };
      const { data } = await send<View>('POST', '/views', { body });
      showToast({ text: t('view.saved', { name: data.name }) });
      return data;
    });
  const change = (view: View, body: object) =>
    tried(async () => (await send<View>('PATCH', `/views/${view.id}`, { body, version: view.version })).data);
  const rename = (view: View, name: string, audience: Audience | null) =>
    change(view, { name, ...sharingOf(audience) });
  const place = (view: View, position: number) => change(view, { position });
  const save = (view: View, shown: Shown) =>
    tried(async () => {
      const body = contentOf(shown);
      const { data } = await send<View>('PATCH', `/views/${view.id}`, { body, version: view.version });
      showToast({ text: t('view.saved', { name: data.name }) });
      return data;
    });
  const restore = (view: View) => tried(() => send('POST', `/views/${view.id}/restore`));
  const remove = (view: View) =>
    tried(async () => {
      await send('DELETE', `/views/${view.id}`, { version: view.version });
      const action = { label: t('undo.undo'), run: () => void restore(view) };
      showToast({ text: t('view.deleted', { name: view.name }), action });
      return true;
    });
  return { create, rename, place, save, remove };
}
