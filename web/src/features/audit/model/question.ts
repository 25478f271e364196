import type { AuditAction } from '@/lib/api/types.ts';

/** What is asked of the audit log; it stands in the address. */
export interface AuditQuestion {
  q?: string;
  action?: AuditAction;
  /** Days in the workspace's time zone, both included. */
  from?: string;
  until?: string;
  actor?: string;
  record?: string;
}

/** Every action, as groups that belong together. A group or an action that is missing here does not compile. */
export const groups = {
  sign_ins: ['signed_in', 'sign_in_failed', 'sign_in_locked', 'signed_out', 'refused'],
  people_data: [
    'people_joined',
    'person_copied',
    'person_erased',
    'record_deleted',
    'record_restored',
    'record_purged',
    'record_shared',
    'record_unshared',
    'file_added',
    'file_renamed',
    'file_removed',
  ],
  at_once: ['bulk_begun', 'reverted', 'import_begun', 'export_begun', 'export_taken'],
  access: [
    'user_added',
    'user_changed',
    'user_disabled',
    'user_enabled',
    'password_changed',
    'token_added',
    'token_revoked',
    'role_added',
    'role_changed',
    'role_deleted',
    'team_added',
    'team_changed',
    'team_deleted',
    'looking_begun',
    'looking_ended',
  ],
  settings: [
    'workspace_set_up',
    'workspace_changed',
    'object_changed',
    'source_added',
    'source_changed',
    'key_added',
    'key_revoked',
  ],
} as const satisfies Record<string, readonly AuditAction[]>;
export type Group = keyof typeof groups;

type Grouped = (typeof groups)[Group][number];
export const actions: Grouped[] = Object.values(groups).flat();
export const isAction = (value: unknown): value is Grouped => actions.includes(value as Grouped);

/** The question that an address asks; an action that there is none of is none. */
export const readQuestion = ({ action, ...rest }: { action?: string } & Omit<AuditQuestion, 'action'>) => ({
  ...rest,
  action: isAction(action) ? action : undefined,
});
