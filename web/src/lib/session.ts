import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { ApiProblem, get, send } from './api/client.ts';
import type { Density, Permission, Session, Theme } from './api/types.ts';
import { applyAppearance } from './appearance.ts';
import { changeLanguage } from './i18n.ts';

/** Who is signed in, and null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await get<Session>('/session');
      await adopt(session);
      return session;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
  retry: false,
});

/** Takes over the look and the language that the user chose. */
export async function adopt(session: Session) {
  applyAppearance({ theme: session.user.theme, density: session.user.density });
  await changeLanguage(session.user.language);
}

/** The session of the signed-in part of the application, which its routes have made sure of. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new ApiProblem(401, 'unauthenticated', 'Nobody is signed in.');
  return data;
}

export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession();
  return permission => permissions.includes(permission);
}

export interface MeChange {
  name?: string;
  language?: string;
  theme?: Theme;
  density?: Density;
  password?: string;
  current_password?: string;
}

/** Changes the signed-in user's own settings; how things look changes before the server has answered. */
export function useChangeMe() {
  const client = useQueryClient();
  return async (change: MeChange) => {
    applyAppearance(change);
    const { data } = await send<Session>('PATCH', '/me', { body: change });
    await adopt(data);
    client.setQueryData(sessionQuery.queryKey, data);
    return data;
  };
}
