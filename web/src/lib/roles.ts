import { queryOptions } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, send } from './api/client.ts';
import type { ObjectDefinition, Page, Role } from './api/types.ts';
import { useMay } from './session.ts';

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => get<Page<Role>>('/roles', {}, signal),
  select: page => page.data,
});

const standard = ['administrator', 'member', 'read_only', 'ingest'] as const;

/** What people call a role: its own name, or a standard one's in the reader's language. */
export function useRoleName(): (role: { name: string; title: string }) => string {
  const { t } = useTranslation();
  return ({ name, title }) => {
    const known = standard.find(one => one === name);
    return title || (known ? t(`role.${known}`) : name);
  };
}

/** From now on the whole application is what the role sees. It begins anew: nothing that the administrator saw stays. */
export async function lookAs(role: string) {
  await send('PUT', '/session/role', { body: { role } });
  window.location.assign('/');
}
export async function lookNoMore(role: string) {
  await send('DELETE', '/session/role');
  window.location.assign(`/settings/roles/${role}`);
}

/** Whether one may do this with records of the object, as far as their role goes. */
export const mayDo = (object: ObjectDefinition | undefined, deed: 'create' | 'update' | 'delete') =>
  object?.may?.[deed] ?? false;

/** Whether one may let others see single records of the object. */
export function useMayShare(object: ObjectDefinition | undefined): boolean {
  const may = useMay();
  return may('records.share') && mayDo(object, 'update');
}
