import { expect, test } from 'vitest';
import type { Team } from '@/lib/api/types.ts';
import { flat, inOrder, placesFor, treeOf } from './tree.ts';

const team = (id: string, parent: string | null = null): Team => ({
  id,
  name: id,
  parent,
  members: [],
  version: 1,
});
const teams = [
  team('sales'),
  team('north', 'sales'),
  team('oslo', 'north'),
  team('south', 'sales'),
  team('stores'),
];
const shown = (branches: ReturnType<typeof treeOf>) =>
  branches.map(({ team: { id }, depth }) => `${'-'.repeat(depth)}${id}`);

test('a tree reads as its list does', () => {
  expect(treeOf(teams).map(({ team: { id } }) => id)).toEqual(['sales', 'stores']);
  expect(shown(flat(treeOf(teams)))).toEqual(['sales', '-north', '--oslo', '-south', 'stores']);
});

test('a team stands below any but itself and those below it', () => {
  expect(shown(placesFor(treeOf(teams), 'north'))).toEqual(['sales', '-south', 'stores']);
  expect(shown(placesFor(treeOf(teams), undefined))).toHaveLength(5);
});

test('who leads comes first', () => {
  const member = (name: string, is_lead: boolean) => ({
    user: { id: name, name },
    is_lead,
    is_disabled: false,
  });
  const members = [member('Jonas', false), member('Kari', true), member('Ona', false)];
  expect(inOrder(members).map(({ user }) => user.name)).toEqual(['Kari', 'Jonas', 'Ona']);
});
