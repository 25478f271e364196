import type { TFunction } from 'i18next';
import type en from '@/locales/en.json';
import type { PersonCopy } from '@/lib/api/types.ts';
import type { Formatters } from '@/lib/format.ts';

type Row = Record<string, unknown>;
type Heading = Extract<keyof (typeof en)['dossier']['column'], string>;
type Table = Extract<keyof (typeof en)['dossier']['table'], string>;

/** What a column is called to the person. Ids say nothing to anybody and stand in the data file alone. */
const headings: Record<string, Heading> = {
  at: 'when',
  occurred_at: 'when',
  learned_at: 'when',
  claimed_at: 'when',
  changed_at: 'when',
  retracted_at: 'when',
  received_at: 'when',
  created_at: 'when',
  found_at: 'when',
  shared_at: 'when',
  joined_at: 'when',
  began_at: 'when',
  updated_at: 'when',
  added_at: 'when',
  begun_at: 'when',
  removed_at: 'until',
  released_at: 'until',
  expires_at: 'until',
  ended_at: 'until',
  kind: 'kind',
  call: 'kind',
  other_object: 'kind',
  value: 'value',
  contact_point: 'value',
  state: 'state',
  purpose: 'purpose',
  how: 'how',
  wording: 'wording',
  evidence: 'evidence',
  actor_name: 'by',
  type: 'type',
  revenue_minor: 'amount',
  product: 'product',
  properties: 'details',
  context: 'details',
  payload: 'details',
  cells: 'details',
  content: 'details',
  filter: 'details',
  search: 'details',
  field: 'field',
  provenance_name: 'source',
  reason: 'reason',
  stage: 'stage',
  order_id: 'order',
  message_id: 'message',
  before: 'before',
  is_preferred: 'preferred',
};
/** What a column is called in one table alone. */
const ownHeadings: Record<string, Record<string, Heading>> = {
  attachment: { name: 'file' },
  attachment_change: { name_before: 'before' },
  attachment_upload: { name: 'file' },
  saved_view: { name: 'name' },
};
const headingOf = (table: string, column: string) => ownHeadings[table]?.[column] ?? headings[column];

export interface Writing {
  t: TFunction;
  format: Formatters;
  business: string;
  name: string;
  /** A field of a record by its name; without an object, of the person. */
  fieldLabel: (name: string, object?: string) => string;
  /** What a record of another object that is about them is called. */
  objectLabel: (object: string) => string;
  valueText: (field: string, value: unknown) => string;
}

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, sign => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

function cellText(column: string, row: Row, { t, format, fieldLabel, valueText }: Writing): string {
  const value = row[column];
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return t(value ? 'dossier.yes' : 'dossier.no');
  if (column === 'revenue_minor' && typeof row.currency === 'string')
    return format.money({ minor: Number(value), currency: row.currency });
  if (column === 'field') return fieldLabel(String(value));
  if ((column === 'value' || column === 'before') && typeof row.field === 'string')
    return valueText(row.field, value);
  if (column.endsWith('_at') || column === 'at') return format.dateTime(String(value));
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${name}: ${typeof part === 'string' ? part : JSON.stringify(part)}`)
      .join('; ');
  return String(value);
}

function tableHtml(table: string, rows: Row[], writing: Writing): string {
  const columns = [...new Set(rows.flatMap(Object.keys))].filter(
    column =>
      headingOf(table, column) &&
      rows.some(row => row[column] !== null && row[column] !== undefined && row[column] !== ''),
  );
  const times = ['occurred_at', 'at', 'learned_at', 'claimed_at', 'changed_at', 'received_at'] as const;
  const time = times.find(name => columns.includes(name));
  const sorted = time ? rows.toSorted((a, b) => String(b[time]).localeCompare(String(a[time]))) : rows;
  const head = columns.map(
    column => `<th>${escaped(writing.t(`dossier.column.${headingOf(table, column)!}`))}</th>`,
  );
  const body = sorted.map(
    row =>
      `<tr>${columns.map(column => `<td>${escaped(cellText(column, row, writing))}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

function recordHtml(record: Row, writing: Writing): string {
  const inner = new Set(['id', 'object', 'version', 'joined_into']);
  const rows = Object.entries(record)
    .filter(([name, value]) => !inner.has(name) && value !== null && value !== '')
    .map(
      ([name, value]) =>
        `<tr><th>${escaped(writing.fieldLabel(name, String(record.object)))}</th><td>${escaped(writing.valueText(name, value))}</td></tr>`,
    );
  return `<table><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1b19}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}p{color:#5c5952}
table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid #ddd9d0;overflow-wrap:anywhere}
th{font-weight:600;color:#5c5952}@media print{body{margin:0}}`;

/** Everything that is kept about a person as one page that they can read, print and keep: it loads nothing from anywhere. */
export function dossierPage(copy: PersonCopy, writing: Writing): string {
  const { t, format } = writing;
  const title = escaped(t('dossier.title', { business: writing.business, name: writing.name }));
  const parts = copy.tables.map(({ name, rows }) => {
    const heading = t(`dossier.table.${name as Table}`);
    const count = t('dossier.rows', { count: rows.length });
    return `<h2>${escaped(heading)} (${escaped(count)})</h2>\n${tableHtml(name, rows, writing)}`;
  });
  const records = copy.records.map(record => {
    const object = typeof record.object === 'string' ? record.object : 'person';
    const heading = object === 'person' ? t('dossier.record') : writing.objectLabel(object);
    return `<h2>${escaped(heading)}</h2>\n${recordHtml(record, writing)}`;
  });
  return `<!doctype html>
<html lang="${format.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>
<p>${escaped(t('dossier.made', { at: format.dateTime(copy.exported_at) }))}</p>
${[...records, ...parts].join('\n')}
</body></html>
`;
}
