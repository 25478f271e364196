/** Files on their way in, one in each state, for looking at the screens without the server. */
import type { Import, ImportPreview } from '../src/lib/api/types.ts';

const id = (last: number) => `0193aaaa-0000-7000-8000-00000000000${last}`;
const base: Omit<Import, 'id' | 'state'> = {
  kind: 'people',
  file_name: 'contacts.csv',
  bytes: 135_485,
  bytes_received: 135_485,
  bytes_done: 0,
  rows: { done: 0, stored: 0, duplicates: 0, bad: 0 },
  misfits: {},
  choices_made: 0,
  error: null,
  change_set: id(9),
  actor: 'Ada',
  earlier: [],
  created_at: '2026-11-24T08:12:00.000Z',
  started_at: null,
  finished_at: null,
  reverted_at: null,
};

export const imports: Import[] = [
  {
    ...base,
    id: id(1),
    state: 'ready',
    earlier: [{ id: id(3), state: 'done', rows: 500, created_at: '2026-11-20T09:30:00.000Z' }],
  },
  {
    ...base,
    id: id(2),
    state: 'running',
    kind: 'sales',
    file_name: 'Kvitai_2025_visų_parduotuvių_eksportas.csv',
    bytes_done: 71_000,
    rows: { done: 34_512, stored: 34_500, duplicates: 0, bad: 12 },
    started_at: '2026-11-24T08:13:00.000Z',
  },
  {
    ...base,
    id: id(3),
    state: 'done',
    rows: { done: 500, stored: 497, duplicates: 0, bad: 3 },
    misfits: { phone: 41 },
    bytes_done: 135_485,
    started_at: '2026-11-20T09:30:00.000Z',
    finished_at: '2026-11-20T09:30:04.000Z',
  },
  {
    ...base,
    id: id(4),
    state: 'failed',
    kind: 'companies',
    file_name: 'sites.csv',
    rows: { done: 100_400, stored: 399, duplicates: 0, bad: 100_001 },
    started_at: '2026-11-19T09:30:00.000Z',
  },
  { ...base, id: id(5), state: 'reverted', file_name: 'CDNOW_master.txt', kind: 'sales' },
];

const label = (en: string, lt: string) => ({ en, lt });
const names = ['Shelley', 'Leah', 'Žydrūnė', 'Владислав', 'Kristoffer-Alexander'];

const target = (name: string, en: string, lt: string) => ({
  name,
  label: label(en, lt),
  is_repeatable: false,
  is_key: false,
  references: [] as { name: string; label: Record<string, string> }[],
});

export const preview: ImportPreview = {
  plan: {
    kind: 'people',
    format: { encoding: 'UTF-8', delimiter: ',', has_header: true },
    columns: ['id', 'first_name', 'last_name', 'background', 'email_other', 'phone_work', 'company_name'],
    map: [
      { target: 'given_name', column: 'first_name', number: 2 },
      { target: 'family_name', column: 'last_name', number: 3 },
      { target: 'email', column: 'email_other', number: 5 },
      { target: 'phone', column: 'phone_work', number: 6 },
      { target: 'company', column: 'company_name', number: 7, by: null },
    ],
    currency: 'EUR',
    time_zone: 'Europe/Vilnius',
    decimal_mark: '.',
    date_order: 'dmy',
    source: 'Files',
    key: null,
    existing: 'fill',
  },
  problem: null,
  targets: [
    target('customer', 'Customer number', 'Kliento numeris'),
    target('given_name', 'Given name', 'Vardas'),
    target('family_name', 'Family name', 'Pavardė'),
    { ...target('email', 'E-mail', 'El. paštas'), is_repeatable: true },
    { ...target('phone', 'Phone', 'Telefonas'), is_repeatable: true },
    {
      ...target('company', 'Company', 'Įmonė'),
      references: [
        { name: 'group_id', label: label('Company number', 'Įmonės kodas') },
        { name: 'domain', label: label('Domain', 'Domenas') },
      ],
    },
  ],
  columns: [
    { name: 'id', number: 1, examples: ['2', '4', '8'] },
    { name: 'first_name', number: 2, examples: names.slice(0, 3) },
    { name: 'last_name', number: 3, examples: ['Kerluke', 'Boehm', 'Haley'] },
    {
      name: 'background',
      number: 4,
      examples: ['Nobis ut quis magnam nesciunt necessitatibus voluptates consequatur.', 'Eaque ipsa velit.'],
    },
    { name: 'email_other', number: 5, examples: ['shelley47@hotmail.com', 'leah93@yahoo.com'] },
    { name: 'phone_work', number: 6, examples: ['(415) 293-3313', '1-365-756-9410 x4781'] },
    { name: 'company_name', number: 7, examples: ['Gottlieb and Sons', 'Schmitt and Sons'] },
  ],
  rows: names.map((name, at) => ({
    row: at + 1,
    line: at + 2,
    fields: {
      given_name: name,
      family_name: 'Kerluke',
      email: `${at}@example.com`,
      phone: '+13657569410',
      company: 'Gottlieb and Sons',
    },
    traits: {},
    keys: [{ kind: 'email', value: `${at}@example.com` }],
    sale: null,
    misfits: [],
    problem:
      at === 2
        ? {
            code: 'no_person',
            detail: 'Nothing in the row says who it is about.',
            field: null,
            nearest: null,
          }
        : null,
  })) as unknown as ImportPreview['rows'],
};
