/** Rules and saved views, as far as the mock understands them: comparisons joined by `and`. */
import type { CheckedRule, Part, Rule, View } from '../src/lib/api/types.ts';
import { objects } from './definitions.ts';
import { parseFilter, printFilter, type Clause } from './filter.ts';

const partOf = ({ field, operator, value }: Clause): Part =>
  operator === 'is absent' || operator === 'is present' ? { field, operator } : { field, operator, value };

function clausesOf(rule: Rule): Clause[] {
  if ('all' in rule) return rule.all.flatMap(clausesOf);
  if (!('field' in rule) || typeof rule.value === 'object') return [];
  return [{ field: rule.field, operator: rule.operator as Clause['operator'], value: rule.value }];
}

export function checkRule(body: Record<string, unknown>): CheckedRule {
  const object = objects.find(candidate => candidate.name === body.object);
  const text = body.rule ? printFilter(clausesOf(body.rule as Rule)) : String(body.text);
  const clauses = parseFilter(text);
  const problem = (code: string, begin: number, end: number) => {
    const place = { begin, end, begin_byte: begin, end_byte: end };
    return { code, message: code, part: 0, ...place, suggestions: code === 'syntax' ? [] : ['country'] };
  };
  const unknown = clauses?.find(({ field }) => !object?.fields.some(known => known.name === field));
  const at = unknown ? text.indexOf(unknown.field) : 0;
  const problems = !clauses
    ? [problem('syntax', text.length, text.length)]
    : unknown
      ? [problem('unknown_field', at, at + unknown.field.length)]
      : [];
  const parts = clauses?.map(partOf) ?? [];
  const word = /\w*$/.exec(text.slice(0, Number(body.at ?? 0)))![0];
  const fields = object?.fields.filter(({ name }) => name.startsWith(word)) ?? [];
  return {
    is_valid: problems.length === 0,
    text,
    rule: !clauses ? null : parts.length === 1 ? parts[0]! : { all: parts },
    problems,
    completions: {
      begin: Number(body.at ?? 0) - word.length,
      end: Number(body.at ?? 0),
      data: fields.map(({ name }) => ({ text: name, kind: 'field' as const, field: name })),
    },
  };
}

const views: View[] = [
  ['Customers in Vilnius', true, 'stage = "customer" and city = "Vilnius"', 'name'],
  ['Not seen this year', false, 'last_seen_at < "2026-01-01"', '-last_seen_at'],
].map(([name, isShared, filter, sort], position) => ({
  id: `00000000-0000-7000-8000-00000000000${position}`,
  object: 'person',
  name: String(name),
  is_shared: Boolean(isShared),
  team: null,
  is_own: true,
  may_change: true,
  position,
  filter: String(filter),
  sort: String(sort),
  kind: 'table',
  group_by: '',
  sum: '',
  columns: position ? [{ field: 'name', width: 240 }, { field: 'last_seen_at' }, { field: 'city' }] : [],
  version: 1,
}));
const deleted = new Map<string, View>();

/** The status and the body of an answer; null where there is no such view. */
export function answerViews(
  method: string,
  [, id, action]: string[],
  object: string | null,
  body: Record<string, unknown>,
): { status: number; body?: unknown } | null {
  if (!id && method === 'GET')
    return { status: 200, body: { data: views.filter(view => view.object === object) } };
  if (!id) {
    const blank = {
      object: '',
      name: '',
      is_shared: false,
      team: null,
      filter: '',
      sort: '',
      columns: [],
      kind: 'table',
      group_by: '',
      sum: '',
      is_own: true,
      may_change: true,
      version: 1,
    };
    const made = { ...blank, ...body, id: crypto.randomUUID(), position: views.length } as View;
    views.push(made);
    return { status: 201, body: made };
  }
  if (action === 'restore') {
    const view = deleted.get(id);
    if (view) views.push(view);
    return view ? { status: 200, body: view } : null;
  }
  const view = views.find(candidate => candidate.id === id);
  if (!view) return null;
  if (method === 'DELETE') {
    deleted.set(id, view);
    views.splice(views.indexOf(view), 1);
    return { status: 204 };
  }
  Object.assign(view, body, { version: view.version + 1 });
  if (typeof body.position === 'number') {
    views.splice(views.indexOf(view), 1);
    views.splice(body.position, 0, view);
  }
  return { status: 200, body: view };
}
