/** What of a list stands in the address. */
export interface ListSearch {
  filter?: string;
  sort?: string;
  q?: string;
  /** Fields and widths, `name:240,email`; without it the usual ones. */
  columns?: string;
  /** Shown in columns by the values of the field `by`, with what the field `sum` comes to in each. Without it a table. */
  as?: 'board';
  by?: string;
  sum?: string;
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
    as: raw.as === 'board' ? 'board' : undefined,
    by: text(raw.by),
    sum: text(raw.sum),
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
