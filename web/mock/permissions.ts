/** What each role may do over the made-up business. */
import type { Permission } from '../src/lib/api/types.ts';

const all: Permission[] = [
  'people.read',
  'people.write',
  'people.rights',
  'records.read',
  'records.write',
  'consents.write',
  'sources.read',
  'sources.manage',
  'users.manage',
  'tokens.manage',
  'workspace.read',
  'workspace.manage',
  'change_sets.revert',
  'events.ingest',
  'openapi.read',
  'files.import',
  'records.export',
  'audit.read',
  'records.share',
  'records.purge',
];
export const permissionsOf: Record<string, Permission[]> = {
  administrator: all,
  member: all.filter(
    name =>
      name !== 'records.purge' && /^(people|records|consents)\.|^(sources|workspace)\.read|revert/.test(name),
  ),
  read_only: ['people.read', 'records.read', 'sources.read', 'workspace.read'],
  ingest: ['events.ingest'],
};
