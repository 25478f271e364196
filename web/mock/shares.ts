/** Whom records of the made-up business are shared with. */
import type { Share, Team, User } from '../src/lib/api/types.ts';

const shared = new Map<string, Share[]>();

/** Nothing where it is not shared with them. */
export function answerShares(
  users: User[],
  teams: Team[],
  record: string,
  method: string,
  grantee: string | undefined,
  body: Record<string, unknown>,
) {
  const share = (kind: Share['kind'], of: { id: string; name: string }): Share => ({
    id: of.id,
    kind,
    name: of.name,
    shared_by: users[0]!.name,
    shared_at: new Date(Date.now() - 3_600_000).toISOString(),
  });
  const list = shared.get(record) ?? [share('team', teams[1]!), share('user', users[1]!)];
  shared.set(record, list);
  if (method === 'GET') return { status: 200, body: { data: list } };
  if (method === 'DELETE') {
    const at = list.findIndex(one => one.id === grantee);
    if (at < 0) return undefined;
    list.splice(at, 1);
    return { status: 204 };
  }
  const user = users.find(({ id }) => id === body.user);
  const team = teams.find(({ id }) => id === body.team);
  if (user) list.push(share('user', user));
  if (team) list.push(share('team', team));
  return { status: 201, body: { data: list } };
}
