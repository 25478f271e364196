/** Files on their way out and what people demanded of their data, one in each state, for looking at the screens without the server. */
import type { Export, RightsRequest } from '../src/lib/api/types.ts';

const id = (last: number) => `0193bbbb-0000-7000-8000-00000000000${last}`;
const base: Omit<Export, 'id' | 'state' | 'rows'> = {
  object: 'people',
  format: 'csv',
  purpose: null,
  query: { filter: '', q: '', fields: [], type: '', from: null, to: null },
  file_name: 'people-2026-11-24.csv',
  left_out: {},
  contacts_withheld: 0,
  bytes: 120_000,
  error: null,
  actor: 'Ada',
  created_at: '2026-11-24T08:12:00.000Z',
  started_at: '2026-11-24T08:12:01.000Z',
  finished_at: null,
};

export const exports: Export[] = [
  { ...base, id: id(1), state: 'ready', rows: { total: 0, done: 0, written: 0, left_out: 0 } },
  {
    ...base,
    id: id(2),
    state: 'running',
    object: 'events',
    file_name: 'events-2026-11-24.jsonl',
    format: 'jsonl',
    rows: { total: 12_400, done: 5_200, written: 61_377, left_out: 0 },
  },
  {
    ...base,
    id: id(3),
    state: 'done',
    purpose: 'partner_sharing',
    query: {
      ...base.query!,
      filter: 'country in ("LT", "LV", "EE") and last_seen_at in last 90 days',
      fields: ['name', 'email', 'phone', 'city'],
    },
    rows: { total: 1_640, done: 1_640, written: 1_203, left_out: 437 },
    left_out: { not_asked: 391, withdrawn: 31, objected: 4, expired: 11 },
    contacts_withheld: 17,
    finished_at: '2026-11-24T08:12:04.000Z',
  },
  {
    ...base,
    id: id(4),
    state: 'broken',
    actor: 'Kari',
    object: 'companies',
    file_name: 'companies-2026-11-20.csv',
    query: null,
    rows: { total: 400, done: 120, written: 120, left_out: 0 },
  },
];

const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000).toISOString();
const request: Omit<RightsRequest, 'id' | 'kind' | 'state' | 'name'> = {
  person: id(7),
  rows: 0,
  actor: 'Ada',
  at: days(-12),
  due_at: days(18.5),
  answered_at: null,
  answered_by: null,
  finished_at: null,
};
export const requests: RightsRequest[] = [
  {
    ...request,
    id: id(1),
    kind: 'access',
    state: 'open',
    name: 'Ona Kazlaitė',
    at: days(-33),
    due_at: days(-2.5),
  },
  { ...request, id: id(2), kind: 'erasure', state: 'open', name: 'Анна-Мария Петрова' },
  {
    ...request,
    id: id(3),
    kind: 'erasure',
    state: 'done',
    name: null,
    rows: 213,
    answered_at: days(-4),
    answered_by: 'Ada',
    finished_at: days(-4),
  },
  {
    ...request,
    id: id(4),
    kind: 'access',
    state: 'withdrawn',
    name: 'Kari Nilsen',
    answered_at: days(-9),
    answered_by: 'Kari',
    finished_at: days(-9),
  },
];
