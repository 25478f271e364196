/** Teams of the made-up business: enough for the tree to be looked at, and for one to be added or changed. */
import type { NewTeam, Team, TeamPatch, User } from '../src/lib/api/types.ts';

const id = (at: number) => `0193bbbb-0000-7000-8000-${String(at).padStart(12, '0')}`;

export function makeTeams(users: User[]): Team[] {
  const member = (at: number, is_lead = false): Team['members'][number] => {
    const user = users[at % users.length]!;
    return { user: { id: user.id, name: user.name }, is_lead, is_disabled: user.is_disabled };
  };
  const team = (at: number, name: string, parent: number | null, members: Team['members']): Team => ({
    id: id(at),
    name,
    parent: parent === null ? null : id(parent),
    members,
    version: 1,
  });
  return [
    team(1, 'Pardavimai', null, [member(0, true)]),
    team(2, 'Kaunas', 1, [member(1, true), member(2)]),
    team(3, 'Kauno internetinė parduotuvė ir aptarnavimas po pardavimo', 2, []),
    team(4, 'Vilnius', 1, [member(1), member(0, true)]),
    team(5, 'Sandėlis', null, [member(2)]),
  ];
}

function membersOf(users: User[], given: NewTeam['members']): Team['members'] {
  return (given ?? []).map(({ user, is_lead = false }) => {
    const known = users.find(candidate => candidate.id === user);
    return { user: { id: user, name: known?.name ?? '' }, is_lead, is_disabled: known?.is_disabled ?? false };
  });
}

/** Nothing where there is no such team. */
export function answerTeams(
  teams: Team[],
  users: User[],
  method: string,
  asked: string | undefined,
  body: Partial<NewTeam> & TeamPatch,
) {
  if (!asked && method === 'GET')
    return { status: 200, body: { data: teams, next: null, total: { count: teams.length, is_exact: true } } };
  if (!asked) {
    const team: Team = {
      id: id(teams.length + 1),
      name: body.name ?? '',
      parent: body.parent ?? null,
      members: membersOf(users, body.members),
      version: 1,
    };
    teams.push(team);
    return { status: 201, body: team };
  }
  const at = teams.findIndex(team => team.id === asked);
  const team = teams[at];
  if (!team) return undefined;
  if (method === 'DELETE') {
    teams.splice(at, 1);
    for (const below of teams) if (below.parent === team.id) below.parent = team.parent;
    return { status: 204 };
  }
  if (body.name !== undefined) team.name = body.name;
  if (body.parent !== undefined) team.parent = body.parent;
  if (body.members) team.members = membersOf(users, body.members);
  team.version += 1;
  return { status: 200, body: team };
}
