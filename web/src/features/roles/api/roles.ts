import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { get, send } from '@/lib/api/client.ts';
import type { Role, RolePatch } from '@/lib/api/types.ts';
import { useRoleName } from '@/lib/roles.ts';
import { useUndo } from '@/lib/use_undo.ts';

export function roleQuery(name: string) {
  return queryOptions({
    queryKey: ['roles', 'one', name],
    queryFn: ({ signal }) => get<Role>(`/roles/${name}`, {}, signal),
  });
}

/** Changes of roles: in force at once, each offered for undoing. */
export function useRoleWrites() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useUndo();
  const nameOf = useRoleName();
  const turn = useRef(Promise.resolve());

  const told = async () => {
    await client.invalidateQueries({ queryKey: ['roles'] });
    // The own role may be the one that changed.
    void client.invalidateQueries({ queryKey: ['session'] });
    void client.invalidateQueries({ queryKey: ['objects'] });
  };
  return {
    create: async (body: { title: string; copy_of?: string }) => {
      const { data, changeSet } = await send<Role>('POST', '/roles', { body });
      await told();
      undo.offer(t('roles.made', { name: nameOf(data) }), changeSet);
      return data;
    },
    /** One after the other, each on the version that the one before left; `expected` is shown until the server has answered. */
    change: (role: Role, body: RolePatch, expected: Role) => {
      const { queryKey } = roleQuery(role.name);
      client.setQueryData(queryKey, expected);
      const run = async () => {
        const version = client.getQueryData<Role>(queryKey)?.version ?? role.version;
        try {
          const { data, changeSet } = await send<Role>('PATCH', `/roles/${role.name}`, { body, version });
          client.setQueryData<Role>(queryKey, shown => (shown ? { ...shown, version: data.version } : data));
          undo.offer(t('roles.changed', { name: nameOf(data) }), changeSet);
        } finally {
          await told();
        }
      };
      const mine = turn.current.then(run);
      turn.current = mine.catch(() => {});
      return mine;
    },
    remove: async (role: Role) => {
      const { changeSet } = await send('DELETE', `/roles/${role.name}`, { version: role.version });
      await told();
      undo.offer(t('roles.deleted', { name: nameOf(role) }), changeSet);
    },
  };
}
