/**
 * The part of the rule language that the mock understands: comparisons of one field with one value, joined by `and`.
 *
 *   country = "LT" and last_seen_at >= "2026-01-01" and email is present
 *
 * `parseFilter` gives back null for a text that says more.
 */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Operator = Comparison | 'is absent' | 'is present';
export interface Clause {
  field: string;
  operator: Operator;
  value?: string | number | boolean;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string'
    ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    : String(value);
}

export function printFilter(clauses: Clause[]): string {
  return clauses
    .map(({ field, operator, value }) =>
      operator === 'is absent' || operator === 'is present' || value === undefined
        ? `${field} ${operator}`
        : `${field} ${operator} ${literal(value)}`,
    )
    .join(' and ');
}

const clausePattern =
  /^\s*([a-z][a-z0-9_]*)\s*(?:is\s+(absent|present)\b|(!=|<=|>=|=|<|>)\s*(?:"((?:[^"\\]|\\.)*)"|(true|false)\b|(-?\d+(?:\.\d+)?)))/;

export function parseFilter(text: string): Clause[] | null {
  const clauses: Clause[] = [];
  let rest = text.trim();
  while (rest) {
    if (clauses.length) {
      const joint = /^\s*and\b/.exec(rest);
      if (!joint) return null;
      rest = rest.slice(joint[0].length);
    }
    const found = clausePattern.exec(rest);
    if (!found) return null;
    const [whole, field, presence, comparison, quoted, boolean, number] = found;
    if (presence)
      clauses.push({ field: field!, operator: presence === 'absent' ? 'is absent' : 'is present' });
    else {
      const value =
        quoted !== undefined
          ? quoted.replace(/\\(.)/g, '$1')
          : boolean !== undefined
            ? boolean === 'true'
            : Number(number);
      clauses.push({ field: field!, operator: comparison as Comparison, value });
    }
    rest = rest.slice(whole.length);
  }
  return clauses;
}
