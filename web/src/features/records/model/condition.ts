/** One comparison as the form shows it: an operator in words, and what its editor holds. */
import type { FieldDefinition, ObjectDefinition, Part, Period, RuleValue } from '@/lib/api/types.ts';
import { codesIn, partsOfAmount, plainNumber, types, userOf, type TypeFacts } from '@/lib/records/types.ts';

export type ConditionOperator =
  | 'is'
  | 'is_not'
  | 'is_me'
  | 'in_my_teams'
  | 'in_my_reports'
  | 'one_of'
  | 'none_of'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'ends_with'
  | 'matches'
  | 'below'
  | 'at_most'
  | 'above'
  | 'at_least'
  | 'between'
  | 'within'
  | 'longer_ago'
  | 'on'
  | 'since'
  | 'before'
  | 'present'
  | 'absent';

export interface Condition {
  field: string;
  operator: ConditionOperator;
  /** The value, or the first of two; of stretches of time the name of one; days as digits. */
  text: string;
  /** The second of two. */
  end: string;
  /** Choices. */
  chosen: string[];
}

const offered: Record<TypeFacts['compares'], ConditionOperator[]> = {
  text: ['contains', 'not_contains', 'starts_with', 'ends_with', 'matches', 'is', 'is_not'],
  size: ['is', 'below', 'at_most', 'above', 'at_least', 'between', 'is_not'],
  day: ['within', 'longer_ago', 'on', 'since', 'before', 'between'],
  order: ['is', 'since', 'before'],
  choice: ['one_of', 'none_of'],
  several: ['one_of', 'none_of', 'contains', 'not_contains'],
  equality: ['is', 'is_not'],
  flag: ['is'],
  user: ['is_me', 'in_my_teams', 'in_my_reports', 'is', 'is_not'],
  record: ['is', 'is_not'],
  presence: [],
};
export const isTime = (field: FieldDefinition) => types[field.type].compares === 'day';

export function operatorsOf(field: FieldDefinition): ConditionOperator[] {
  const compares = codesIn(field) ? 'equality' : types[field.type].compares;
  return compares === 'flag' ? offered.flag : [...offered[compares], 'present', 'absent'];
}

/** Stretches of time that the form offers by their names. */
export const periods = {
  today: { period: 'this', unit: 'day' },
  yesterday: { period: 'last_calendar', count: 1, unit: 'day' },
  this_week: { period: 'this', unit: 'week' },
  last_week: { period: 'last_calendar', count: 1, unit: 'week' },
  this_month: { period: 'this', unit: 'month' },
  last_month: { period: 'last_calendar', count: 1, unit: 'month' },
  this_quarter: { period: 'this', unit: 'quarter' },
  last_quarter: { period: 'last_calendar', count: 1, unit: 'quarter' },
  this_year: { period: 'this', unit: 'year' },
  last_year: { period: 'last_calendar', count: 1, unit: 'year' },
} as const satisfies Record<string, Period>;
export type PeriodName = keyof typeof periods;
const rolling = ['last', 'next'];
/** Operators that say their value themselves. */
const unsaid: ConditionOperator[] = ['within', 'longer_ago', 'is_me', 'in_my_teams', 'in_my_reports'];
export const days_offered = ['7', '30', '90', '365'];

const operators = {
  is: '=',
  is_not: '!=',
  is_me: '=',
  in_my_teams: 'in',
  in_my_reports: 'in',
  one_of: 'in',
  none_of: 'not in',
  contains: 'contains',
  not_contains: 'not contains',
  starts_with: 'starts with',
  ends_with: 'ends with',
  matches: 'matches',
  below: '<',
  at_most: '<=',
  above: '>',
  at_least: '>=',
  between: 'between',
  within: '=',
  longer_ago: '<',
  on: '=',
  since: '>=',
  before: '<',
  present: 'is present',
  absent: 'is absent',
} as const satisfies Record<ConditionOperator, Part['operator']>;

const isPeriod = (value: RuleValue | undefined): value is Period =>
  typeof value === 'object' && 'period' in value;

/** The name by which the form offers a stretch, such as `this_month` or `last:30`; null for one that it does not offer. */
function periodName({ period, count = 1, unit }: Period): string | null {
  if (rolling.includes(period) && unit === 'day') return `${period}:${count}`;
  const named = Object.entries(periods).find(
    ([, known]) =>
      known.period === period && known.unit === unit && ('count' in known ? known.count : 1) === count,
  );
  return named ? named[0] : null;
}
function periodOf(name: string): Period {
  const [kind, count] = name.split(':');
  if (count) return { period: kind as Period['period'], count: Number(count), unit: 'day' };
  return periods[name as PeriodName];
}

/** What the form shows of a comparison; null where it has no way to show it. */
export function conditionOf(part: Part, field: FieldDefinition | undefined): Condition | null {
  if (!field) return null;
  const condition: Condition = { field: part.field, operator: 'is', text: '', end: '', chosen: [] };
  const plain = (value: RuleValue | undefined) => {
    if (typeof value === 'object' && 'amount' in value) return `${value.amount} ${value.currency}`;
    return value === undefined || typeof value === 'object' ? null : String(value);
  };
  if (isPeriod(part.value)) {
    const { period, count, unit } = part.value;
    if (period === 'ago' && part.operator === '<' && unit === 'day')
      return { ...condition, operator: 'longer_ago', text: String(count) };
    const name = part.operator === '=' ? periodName(part.value) : null;
    return name && isTime(field) ? { ...condition, operator: 'within', text: name } : null;
  }
  if (typeof part.value === 'object' && 'actor' in part.value)
    return field.type === 'user' && part.operator === '=' ? { ...condition, operator: 'is_me' } : null;
  const circle = part.values?.length === 1 ? part.values[0] : undefined;
  if (typeof circle === 'object' && 'actor' in circle)
    return field.type === 'user' && part.operator === 'in' && circle.actor !== 'me'
      ? { ...condition, operator: `in_${circle.actor}` }
      : null;
  if (field.type === 'choice' && part.operator === '=' && typeof part.value === 'string')
    return { ...condition, operator: 'one_of', chosen: [part.value] };
  const operator = operatorsOf(field).find(
    known => operators[known] === part.operator && !unsaid.includes(known),
  );
  if (!operator) return null;
  if (operator === 'present' || operator === 'absent') return { ...condition, operator };
  if (part.values) {
    const chosen = part.values.map(plain);
    return chosen.includes(null) ? null : { ...condition, operator, chosen: chosen.map(String) };
  }
  const [text, end] =
    part.operator === 'between' ? [plain(part.from), plain(part.to)] : [plain(part.value), ''];
  if (text === null || end === null) return null;
  return { ...condition, operator, text, end };
}

/** The comparison that a filled-in form stands for. */
export function partOf(
  { field: path, operator, text, end, chosen }: Condition,
  field: FieldDefinition,
): Part {
  const part: Part = { field: path, operator: operators[operator] };
  const typed = (value: string): RuleValue => {
    if (field.type === 'boolean') return value === 'true';
    if (field.type === 'user') return userOf(value).id;
    if (field.type === 'money') {
      const { amount, currency } = partsOfAmount(value.trim());
      return { amount: plainNumber(amount), currency };
    }
    return types[field.type].compares === 'size' ? Number(plainNumber(value)) : value.trim();
  };
  switch (operator) {
    case 'present':
    case 'absent':
      return part;
    case 'is_me':
      return { ...part, value: { actor: 'me' } };
    case 'in_my_teams':
      return { ...part, values: [{ actor: 'my_teams' }] };
    case 'in_my_reports':
      return { ...part, values: [{ actor: 'my_reports' }] };
    case 'one_of':
      if (chosen.length === 1) return { ...part, operator: '=', value: chosen[0] };
      return { ...part, values: chosen };
    case 'none_of':
      return { ...part, values: chosen };
    case 'between':
      return { ...part, from: typed(text), to: typed(end) };
    case 'within':
      return { ...part, value: periodOf(text) };
    case 'longer_ago':
      return { ...part, value: { period: 'ago', count: Number(text), unit: 'day' } };
    default:
      return { ...part, value: typed(text) };
  }
}

/** The field at the end of a path such as `company.country`, and the relation before it. */
export function fieldAt(
  objects: ObjectDefinition[],
  object: ObjectDefinition,
  path: string,
): { field?: FieldDefinition; relation?: FieldDefinition } {
  const [first, second] = path.split('.');
  const own = object.fields.find(field => field.name === first);
  if (!second) return { field: own };
  const target = objects.find(candidate => candidate.name === own?.object);
  return { field: target?.fields.find(field => field.name === second), relation: own };
}
