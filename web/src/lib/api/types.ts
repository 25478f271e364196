/**
 * The shapes of the REST contract, by the names that the screens use. They are those of `schema.ts`, which `npm run generate` writes from
 * the server's OpenAPI document; what is written out here is narrower than the document says, and `Fits` below holds it to it.
 */
import type { components } from './schema.ts';

type Schema = components['schemas'];

export type Permission =
  | 'people.read'
  | 'people.write'
  | 'people.rights'
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
  | 'openapi.read'
  | 'files.import'
  | 'records.export'
  | 'audit.read'
  | 'records.share'
  | 'records.purge';
export type Theme = Schema['Session']['user']['theme'];
export type Density = Schema['Session']['user']['density'];

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
/** A file that a field holds. */
export interface FileRef extends Ref {
  media_type: string;
  bytes: number;
}
export interface Page<T> {
  data: T[];
  next?: string | null;
  /** Null where it was not asked for. */
  total?: { count: number; is_exact: boolean } | null;
}

export type Export = Schema['Export'];
export type NewExport = Schema['NewExport'];
export type Import = Schema['Import'];
/** `sales`, or the plural of an object. */
export type ImportKind = Import['kind'];
export type ImportChoices = Schema['ImportChoices'];
/** What was suggested is told whole. */
export type ImportPreview = Omit<Schema['ImportPreview'], 'plan'> & {
  plan: Omit<Schema['ImportPreview']['plan'], 'format'> & {
    format: Required<Schema['ImportPreview']['plan']['format']>;
  };
};

export type SetUpDifference = Schema['set_up_difference'];
export type Workspace = Schema['Workspace'];
/** The permissions by their names: the document says only that they are texts. */
export type Session = Omit<Schema['Session'], 'permissions'> & { permissions: Permission[] };
export type User = Schema['User'];
/** The permissions by their names, as in the session. */
export type Role = Omit<Schema['Role'], 'permissions'> & { permissions: Permission[] };
export type Shares = Schema['shares'];
export type Share = Shares['data'][number];
export type Team = Schema['Team'];
export type NewTeam = Schema['NewTeam'];
export type TeamPatch = Schema['TeamPatch'];
export type RolePatch = Omit<Schema['RolePatch'], 'permissions'> & { permissions?: Permission[] };
export type FieldRight = 'hidden' | 'read' | 'write';
export type Token = Schema['Token'];

export type FieldType = Schema['field']['type'];
export interface FieldDefinition {
  name: string;
  type: FieldType;
  label: Label;
  is_required: boolean;
  is_sortable: boolean;
  is_filterable: boolean;
  is_writable: boolean;
  is_searchable?: boolean;
  is_personal?: boolean;
  is_custom: boolean;
  choices?: ChoiceDefinition[];
  /** Whoever may write it may add choices. */
  is_open?: boolean;
  object?: string;
  /** Of a decimal: its digits after the point. */
  scale?: number;
  /** What its value is worked out from; nobody gives it one. */
  formula?: string;
  /** The records of another object that its value is counted from. */
  rollup?: Rollup;
}
export type Rollup = NonNullable<Schema['field']['rollup']>;
export interface ChoiceDefinition {
  value: string;
  label: Label;
  color?: Schema['field']['choices'] extends (infer C)[] | undefined
    ? C extends { color?: infer Color }
      ? Color
      : never
    : never;
}
export type CompositeType = 'address' | 'person_name';
/** Fields that are shown and edited together, each still a field of its own. */
export interface CompositeDefinition {
  name: string;
  type: CompositeType;
  label: Label;
  /** The name of the field that is each part. */
  parts: Record<string, string>;
  is_custom: boolean;
  is_retired: boolean;
}
export interface ObjectDefinition {
  name: string;
  plural: string;
  label: Label;
  label_plural: Label;
  is_custom: boolean;
  is_retired: boolean;
  fields: FieldDefinition[];
  composites: CompositeDefinition[];
  /** What one may do with its records: of the list of objects. */
  may?: { read: boolean; create: boolean; update: boolean; delete: boolean };
  /** Fields out of use: only of one object that was asked for by an administrator. */
  retired?: FieldDefinition[];
}
export type TypePreview = Schema['field_type_preview'];
export type DefinitionUsage = Schema['definition_usage'];
/** Decimals and times are texts, and so is an amount of money on its way to the server (`49.90 EUR`). */
export type FieldValue = string | number | boolean | Money | Ref | FileRef | string[] | null | undefined;
export interface RecordRow {
  id: string;
  object: string;
  version: number;
  created_at: Instant;
  updated_at: Instant;
  [field: string]: FieldValue;
}
export type HistoryEntry = Omit<Schema['history']['data'][number], 'before' | 'after'> & {
  before: FieldValue;
  after: FieldValue;
};
export type RevertResult = Schema['reverted'];
export type ChangeSet = Schema['change_set'];
export type OwnChangeSet = Schema['own_change_sets']['data'][number];
export type ChangedRecord = Schema['change_set_records']['data'][number];
export type RevertPreview = Schema['revert_preview'];
export type Reverting = Schema['reverting'];
export type KeptRecord = Schema['reverting_kept']['data'][number];

export type BulkEdit = Schema['bulk_edit'];
export type OwnedRecords = Schema['owned_records'];
export type BulkSkipped = Schema['bulk_edit_skipped'];

export type Rule = Schema['rule'];
/** One comparison of a rule. */
export type Part = Extract<Rule, { field: string }>;
export type RuleValue = Schema['rule_value'];
export type Period = Extract<RuleValue, { period: string }>;
export type CheckedRule = Schema['rule_checked'];
export type FormulaChecked = Schema['formula_checked'];
export type RuleProblem = CheckedRule['problems'][number];

/** The records of a list that have one value of a field, told by their number and what they come to. */
export type GroupTotal = Omit<Schema['groups']['data'][number], 'value'> & { value: FieldValue };
export type Groups = Omit<Schema['groups'], 'data'> & { data: GroupTotal[] };

/** A day of a list: how many records have it, and the first of them. */
export type DayTotal = Omit<Schema['record_days']['data'][number], 'records'> & { records: RecordRow[] };
export type Days = Omit<Schema['record_days'], 'data'> & { data: DayTotal[] };

export type View = Schema['view'];
export type ViewColumn = Schema['view_column'];

export type Call = Schema['event']['call'];
export type TimelineEvent = Omit<Schema['event'], 'context'> & {
  context: {
    page?: { url?: string; title?: string; referrer?: string };
    library?: string | { name?: string; version?: string };
    user_agent?: string;
  };
};
export type Identity = Schema['identity'];
export type Duplicate = Schema['duplicates']['data'][number];
export type KnownValue = Omit<Schema['values']['data'][number], 'value'> & { value: FieldValue };
export type Purpose = Schema['purpose'];
export type ConsentState = Schema['consents']['purposes'][number]['state'];
export type ConsentEntry = Schema['consent'];
export type Consents = Schema['consents'];
export type Summary = Schema['summary'];
/** What a person owns, and what they asked about it. */
export type Products = Schema['products'];

export type Source = Schema['Source'];
export type SourceKind = Source['kind'];
export type WriteKey = Schema['WriteKey'];
export type NewWriteKey = Schema['WriteKeyWithSecret'];
export type PropertyType = 'text' | 'number' | 'boolean' | 'date' | 'any';
export interface TrackingPlan {
  unplanned: 'allow' | 'flag' | 'block';
  events: {
    type: string;
    properties: { name: string; type: PropertyType; is_required: boolean }[];
    violation: 'flag' | 'block';
  }[];
}
export type Outcome = Schema['ReplayResult']['outcome'];
export type DebugEntry = Schema['SourceDebug']['data'][number];
export type DeadLetter = Schema['DeadLetter'];
export type Home = Schema['home'];
export type PersonCopy = Schema['person_copy'];
export type Erasure = Schema['erasure'];
export type RightsRequest = Schema['rights_requests']['data'][number];
export type AuditEntry = Omit<Schema['AuditEntry'], 'facts'> & { facts: Record<string, unknown> };
export type AuditAction = AuditEntry['action'];
export interface AuditPage {
  data: AuditEntry[];
  next: string | null;
}
export type AuditVerification = Schema['AuditVerification'];

/* What is written out above fits what the document says of it, or this does not compile. */
type Fits<Given extends Said, Said> = Given;
export type Narrowed = [
  Fits<Session, Schema['Session']>,
  Fits<Role, Schema['Role']>,
  Fits<Omit<ObjectDefinition, 'fields' | 'retired'>, Omit<Schema['object'], 'fields' | 'retired'>>,
  Fits<TimelineEvent, Schema['event']>,
  Fits<TrackingPlan, Schema['TrackingPlan']>,
];
