/**
 * The shapes of the REST contract, by the names that the screens use. `npm run generate` writes the same shapes from the server's
 * OpenAPI document into `schema.ts`; each type here may then become an alias of its generated twin without touching a screen.
 */
export type Role = 'administrator' | 'member' | 'read_only' | 'ingest';
export type Permission =
  | 'people.read'
  | 'people.write'
  | 'records.read'
  | 'records.write'
  | 'consents.write'
  | 'sources.read'
  | 'sources.manage'
  | 'users.manage'
  | 'tokens.manage'
  | 'workspace.read'
  | 'workspace.manage'
  | 'change_sets.revert'
  | 'events.ingest'
  | 'openapi.read';
export type Theme = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'comfortable';

/** RFC 3339, UTC, milliseconds. */
export type Instant = string;
export interface Money {
  minor: number;
  currency: string;
}
/** A text in each language that has one. */
export type Label = Record<string, string>;
export interface Ref {
  id: string;
  name: string;
}
export interface Page<T> {
  data: T[];
  next?: string | null;
  total?: { count: number; is_exact: boolean };
}

export interface Workspace {
  name: string;
  currency: string;
  time_zone: string;
  language: string;
}
export interface Session {
  user: {
    id: string;
    name: string;
    email: string;
    role: Role;
    language: string;
    theme: Theme;
    density: Density;
  };
  workspace: Workspace;
  permissions: Permission[];
}
export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  is_disabled: boolean;
  created_at: Instant;
  last_sign_in_at: Instant | null;
}
export interface Token {
  id: string;
  name: string;
  role: Role;
  prefix: string;
  created_at: Instant;
  last_used_at: Instant | null;
}

export type FieldType =
  | 'text'
  | 'long_text'
  | 'email'
  | 'phone'
  | 'url'
  | 'country'
  | 'language'
  | 'date'
  | 'partial_date'
  | 'instant'
  | 'choice'
  | 'boolean'
  | 'number'
  | 'money'
  | 'relation';
export interface FieldDefinition {
  name: string;
  type: FieldType;
  label: Label;
  is_required: boolean;
  is_sortable: boolean;
  is_filterable: boolean;
  is_writable: boolean;
  choices?: { value: string; label: Label }[];
  object?: string;
}
export interface ObjectDefinition {
  name: string;
  plural: string;
  label: Label;
  label_plural: Label;
  fields: FieldDefinition[];
}
export type FieldValue = string | number | boolean | Money | Ref | null | undefined;
export interface RecordRow {
  id: string;
  object: string;
  version: number;
  created_at: Instant;
  updated_at: Instant;
  [field: string]: FieldValue;
}
export interface HistoryEntry {
  at: Instant;
  field: string;
  before: FieldValue;
  after: FieldValue;
  actor: { kind: string; id?: string | null; name?: string | null };
  change_set: string;
}
export interface RevertResult {
  change_set: string;
  reverted: number;
  kept: { object: string; id: string; field: string; reason: string }[];
}

export type Call = 'track' | 'page' | 'screen' | 'identify' | 'group' | 'alias' | 'consent' | 'system';
export interface TimelineEvent {
  id: string;
  type: string;
  call: Call;
  occurred_at: Instant;
  received_at: Instant;
  original_occurred_at?: Instant | null;
  source: Ref | null;
  properties: Record<string, unknown>;
  context: {
    page?: { url?: string; title?: string; referrer?: string };
    library?: string | { name?: string; version?: string };
    user_agent?: string;
  };
  revenue: Money | null;
  caused_by: string | null;
  is_retracted: boolean;
  is_flagged: boolean;
}
export interface Identity {
  keys: {
    kind: string;
    value: string;
    claimed_at: Instant;
    released_at: Instant | null;
    source: string | Ref | null;
  }[];
  contact_points: {
    kind: string;
    value: string;
    state: string;
    is_preferred: boolean;
    learned_at: Instant;
  }[];
  joined: { person: string; change_set: string; at: Instant }[];
}
export interface KnownValue {
  field: string;
  value: FieldValue;
  provenance: { kind: 'staff' | 'source' | 'derived' | 'import'; name: string };
  learned_at: Instant;
  is_current: boolean;
}
export interface Purpose {
  name: string;
  label: Label;
  description: Label;
  legal_basis: string;
}
export type ConsentState = 'granted' | 'withdrawn' | 'objected' | 'expired' | 'unknown';
export interface ConsentEntry {
  id: string;
  purpose: string;
  state: ConsentState;
  at: Instant;
  how: string;
  wording: string | null;
  evidence: string | null;
  contact_point: string | null;
}
export interface Consents {
  purposes: { purpose: Purpose; state: ConsentState; since: Instant | null; evidence: string | null }[];
  ledger: ConsentEntry[];
}
export interface Summary {
  events: number;
  events_by_type: { type: string; count: number; last_at: Instant }[];
  revenue: Money[];
  first_seen_at: Instant | null;
  last_seen_at: Instant | null;
  sources: { id: string; name: string; count: number }[];
  by_month: { month: string; events: number; revenue_minor: number }[];
}

export type SourceKind = 'web' | 'server' | 'mobile' | 'import';
export interface Source {
  id: string;
  name: string;
  kind: SourceKind;
  created_at: Instant;
  last_event_at: Instant | null;
  is_enabled: boolean;
  counters: { received: number; stored: number; duplicates: number; rejected: number };
}
export interface WriteKey {
  id: string;
  prefix: string;
  created_at: Instant;
  last_used_at: Instant | null;
  is_revoked: boolean;
}
export interface NewWriteKey {
  id: string;
  secret: string;
  prefix: string;
}
export type PropertyType = 'text' | 'number' | 'boolean' | 'date' | 'any';
export interface TrackingPlan {
  unplanned: 'allow' | 'flag' | 'block';
  events: {
    type: string;
    properties: { name: string; type: PropertyType; is_required: boolean }[];
    violation: 'flag' | 'block';
  }[];
}
export type Outcome = 'stored' | 'duplicate' | 'rejected' | 'flagged';
export interface DebugEntry {
  at: Instant;
  call: string;
  type: string;
  outcome: Outcome;
  reason?: string | null;
  person?: string | null;
  event?: string | null;
  payload: unknown;
}
export interface DeadLetter {
  id: string;
  source: Ref | null;
  received_at: Instant;
  call: string;
  type: string;
  reason: string;
  detail: string;
  payload: string;
  replayed_at: Instant | null;
}

export interface Home {
  people: { known: number; anonymous: number; new_today: number };
  events: { today: number; yesterday: number; by_day: { date: string; count: number }[] };
  attention: { kind: 'dead_letters' | 'source_silent' | 'no_source'; count?: number; source?: Ref }[];
  sources: { id: string; name: string; last_event_at: Instant | null }[];
  recent_people: {
    id: string;
    name: string | null;
    last_seen_at: Instant | null;
    last_event: string | null;
  }[];
}
