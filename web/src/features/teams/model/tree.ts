/** Teams as a tree, out of the list that stands in its order. */
import type { Team } from '@/lib/api/types.ts';

export interface Branch {
  team: Team;
  /** Of how many others it stands below. */
  depth: number;
  below: Branch[];
}

export function treeOf(teams: Team[]): Branch[] {
  const branches = new Map<string, Branch>();
  const roots: Branch[] = [];
  for (const team of teams) {
    const above = team.parent === null ? undefined : branches.get(team.parent);
    const branch = { team, depth: above ? above.depth + 1 : 0, below: [] };
    branches.set(team.id, branch);
    (above?.below ?? roots).push(branch);
  }
  return roots;
}

/** A tree as it reads from top to bottom. */
export const flat = (branches: Branch[]): Branch[] =>
  branches.flatMap(branch => [branch, ...flat(branch.below)]);

/** Where a team may stand: below any but itself and those below it. */
export const placesFor = (branches: Branch[], team: string | undefined): Branch[] =>
  branches.flatMap(branch =>
    branch.team.id === team ? [] : [{ ...branch, below: [] }, ...placesFor(branch.below, team)],
  );

/** Those who lead come first. */
export const inOrder = (members: Team['members']): Team['members'] =>
  members.toSorted((a, b) => Number(b.is_lead) - Number(a.is_lead));
