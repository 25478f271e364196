import type { FieldDefinition, FieldRight, Role } from '@/lib/api/types.ts';

export const deeds = ['read', 'create', 'update', 'delete'] as const;
export type Deed = (typeof deeds)[number];
export type Deeds = Record<Deed, boolean>;

/** Permissions that a role is given; those that lead to records follow from the objects. */
export const given = [
  'consents.write',
  'files.import',
  'records.export',
  'records.share',
  'records.purge',
  'change_sets.revert',
  'sources.read',
  'sources.manage',
  'people.rights',
  'workspace.read',
  'workspace.manage',
  'users.manage',
  'tokens.manage',
  'audit.read',
  'openapi.read',
  'events.ingest',
] as const;
export type Given = (typeof given)[number];

/** The key of a permission's text: a point would divide it. */
type Key<G extends string> = G extends `${infer Of}.${infer What}` ? `${Of}_${What}` : never;
export const keyOf = (permission: Given) => permission.replace('.', '_') as Key<Given>;

/** As the server will have it: whoever may change something may read it, and whoever may not read it may do nothing. */
export function withDeed<R extends Deeds>(rights: R, deed: Deed, may: boolean): R {
  if (deed === 'read' && !may) return { ...rights, read: false, create: false, update: false, delete: false };
  return { ...rights, [deed]: may, read: rights.read || may };
}

/** What may be said of a field, the least first; one that is not written by people is seen or not. */
export function choicesFor(field: FieldDefinition, isAlwaysShown: boolean): FieldRight[] {
  const choices: FieldRight[] = isAlwaysShown ? ['read'] : ['hidden', 'read'];
  return field.is_writable ? [...choices, 'write'] : choices;
}

export function rightOf(role: Role, object: string, field: FieldDefinition): FieldRight {
  const right = role.objects[object]?.fields[field.name] ?? 'write';
  return right === 'write' && !field.is_writable ? 'read' : right;
}

/** What is said of fields after one was given a right; what may be written is not said. */
export function withField<R extends string>(
  fields: Record<string, R>,
  name: string,
  right: R | 'write',
): Record<string, R> {
  const others = Object.entries(fields).filter(([field]) => field !== name);
  return Object.fromEntries(right === 'write' ? others : [...others, [name, right]]);
}

/** How many fields are hidden, and how many may be read alone. */
export function limitsOf(role: Role, object: string): { hidden: number; read: number } {
  const rights = Object.values(role.objects[object]?.fields ?? {});
  return {
    hidden: rights.filter(right => right === 'hidden').length,
    read: rights.filter(right => right === 'read').length,
  };
}
