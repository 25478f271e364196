/** Roles of the made-up business: listed, changed, copied; enough for the editor to be looked at. */
import type { Permission, Role, RolePatch } from '../src/lib/api/types.ts';
import { deeds, withDeed, withField } from '../src/features/roles/model/rights.ts';
import { objects } from './definitions.ts';

const role = (name: string, permissions: Permission[], may: boolean, changes: boolean): Role => ({
  name,
  title: '',
  about: '',
  is_standard: true,
  is_fixed: name === 'administrator',
  is_for_people: name !== 'ingest',
  permissions,
  others: { read: may, create: changes, update: changes, delete: changes },
  objects: Object.fromEntries(
    objects.map(object => [
      object.name,
      {
        read: may,
        create: changes,
        update: changes,
        delete: changes,
        fields: {},
        rows: null,
        always_shown: ['name', 'given_name', 'family_name', 'is_known'],
      },
    ]),
  ),
  users: 1,
  tokens: name === 'ingest' ? 1 : 0,
  version: 1,
});

export function makeRoles(permissionsOf: Record<string, Permission[]>): Role[] {
  const roles = [
    role('administrator', permissionsOf.administrator ?? [], true, true),
    role('member', permissionsOf.member ?? [], true, true),
    role('read_only', permissionsOf.read_only ?? [], true, false),
    role('ingest', permissionsOf.ingest ?? [], false, false),
  ];
  const member = roles[1]!.objects.person!;
  member.fields = { income_band: 'hidden', education: 'hidden', stage: 'read' };
  member.rows = 'country = "LT" and stage != "lost"';
  return roles;
}

function changeRole(role: Role, { title, permissions, others, objects: changed }: RolePatch) {
  if (title !== undefined) role.title = title;
  if (permissions) role.permissions = permissions;
  for (const deed of deeds)
    if (others?.[deed] !== undefined) role.others = withDeed(role.others, deed, others[deed]);
  for (const [name, patch] of Object.entries(changed ?? {})) {
    let rights = role.objects[name]!;
    for (const deed of deeds) if (patch[deed] !== undefined) rights = withDeed(rights, deed, patch[deed]);
    for (const [field, right] of Object.entries(patch.fields ?? {}))
      rights = { ...rights, fields: withField(rights.fields, field, right) };
    if (patch.rows !== undefined) rights = { ...rights, rows: patch.rows };
    role.objects[name] = rights;
  }
  role.version += 1;
  return role;
}

/** Nothing where there is no such role. */
export function answerRoles(
  roles: Role[],
  method: string,
  name: string | undefined,
  body: Record<string, unknown>,
) {
  if (!name && method === 'GET') return { status: 200, body: { data: roles, next: null } };
  if (!name) {
    const copied = roles.find(role => role.name === body.copy_of) ?? roles[3]!;
    const made = { ...structuredClone(copied), name: `role_${roles.length}`, title: String(body.title) };
    roles.push({ ...made, is_standard: false, is_fixed: false, users: 0, tokens: 0, version: 1 });
    return { status: 201, body: roles.at(-1) };
  }
  const one = roles.find(role => role.name === name);
  return one && { status: 200, body: method === 'PATCH' ? changeRole(one, body) : one };
}
