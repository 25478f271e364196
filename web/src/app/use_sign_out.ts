import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { send } from '@/lib/api/client.ts';
import { sessionQuery } from '@/lib/session.ts';
import { endWork } from '@/lib/session_end.ts';
import { useProblems } from '@/lib/use_problems.ts';

/** Signs out: with the session ends what goes on in the background, and what the screens keep is forgotten. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const problems = useProblems();
  const signOut = async () => {
    await endWork();
    await send('DELETE', '/session');
    // The rooms are left before the session is: nothing on the screen then asks for what is gone.
    await navigate({ to: '/sign-in' });
    client.clear();
    client.setQueryData(sessionQuery.queryKey, null);
  };
  return () => signOut().catch(problems.show);
}
