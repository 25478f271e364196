import { isDay } from '@/lib/format.ts';
import type { ListKind } from '@/lib/records/views.ts';

/** What of a list stands in the address. */
export interface ListSearch {
  filter?: string;
  sort?: string;
  q?: string;
  /** Fields and widths, `name:240,email`; without it the usual ones. */
  columns?: string;
  /** A board: columns by the values of the field `by`, with what the field `sum` comes to in each. A calendar: days by it. Without it a table. */
  as?: ListKind;
  by?: string;
  sum?: string;
  /** Of a calendar: a day of the month or week that it shows; without it today. */
  at?: string;
  /** Of a calendar: one week; without it a month. */
  span?: 'week';
  /** The saved view that this began from. */
  view?: string;
  peek?: string;
  new?: boolean;
}

/** Changes the address; `replace` leaves no step in the browser's history. */
export type Go = (change: Partial<ListSearch>, replace?: boolean) => void;

const text = (value: unknown) =>
  value === undefined || value === null || value === '' ? undefined : String(value);

export function readListSearch(raw: Record<string, unknown>): ListSearch {
  return {
    filter: text(raw.filter),
    sort: text(raw.sort),
    q: text(raw.q),
    columns: text(raw.columns),
    as: raw.as === 'board' || raw.as === 'calendar' ? raw.as : undefined,
    by: text(raw.by),
    sum: text(raw.sum),
    at: typeof raw.at === 'string' && isDay(raw.at) ? raw.at : undefined,
    span: raw.span === 'week' ? 'week' : undefined,
    view: text(raw.view),
    peek: text(raw.peek),
    new: raw.new === true || raw.new === 'true' ? true : undefined,
  };
}

/** A press on a column's heading: upwards, downwards, as the server likes it. */
export function nextSort(sort: string | undefined, field: string): string | undefined {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? undefined : field;
}
