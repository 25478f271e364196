import { useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, Part, Period, Rule, RuleValue } from '@/lib/api/types.ts';
import { groupOf, isPart, partsOf } from '@/lib/records/filter.ts';
import { objectsQuery, recordQuery, usersQuery } from '@/lib/records/queries.ts';
import { types } from '@/lib/records/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useValueText } from '@/ui/records/value.tsx';
import { fieldAt, isTime } from './condition.ts';

const orders = { '<': 'below', '<=': 'at_most', '>': 'above', '>=': 'at_least' } as const;
const timeOrders = { '<': 'before', '<=': 'until', '>': 'after', '>=': 'since' } as const;
const words = {
  contains: 'contains',
  'not contains': 'not_contains',
  'starts with': 'starts_with',
  'not starts with': 'not_starts_with',
  'ends with': 'ends_with',
  'not ends with': 'not_ends_with',
  matches: 'matches',
  'not matches': 'not_matches',
} as const;

/** A decimal in a rule may have more digits than its field. */
const asWritten = (field: FieldDefinition): FieldDefinition =>
  field.type === 'decimal' ? { ...field, type: 'number' } : field;

/** The name of a field, with the relation that leads to it before it. */
export function usePathLabel(object: ObjectDefinition): (path: string) => string {
  const label = useLabel();
  const { data: objects } = useSuspenseQuery(objectsQuery);
  return path => {
    const { field, relation } = fieldAt(objects, object, path);
    const name = label(field?.label, path);
    return relation ? `${label(relation.label)} › ${name}` : name;
  };
}

/** A stretch of time in words; null for one that no words are kept for. */
export function usePeriodText(): (period: Period) => string | null {
  const { language } = useFormat();
  const named = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const counted = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  return ({ period, count = 1, unit = 'day' }) => {
    if (period === 'now') return named.format(0, 'second');
    if (period === 'ago') return counted.format(-count, unit);
    if (period === 'ahead') return counted.format(count, unit);
    if (period === 'this') return named.format(0, unit);
    if (count === 1 && period === 'last_calendar') return named.format(-1, unit);
    if (count === 1 && period === 'next_calendar') return named.format(1, unit);
    return null;
  };
}

/**
 * A rule as a sentence in the reader's language; null where there are no words for it and its text has to serve. The names of related
 * records are asked for.
 */
export function useSaid(object: ObjectDefinition, rule: Rule | null): (rule: Rule) => string | null {
  const { t } = useTranslation();
  const { language } = useFormat();
  const { data: objects } = useSuspenseQuery(objectsQuery);
  const pathLabel = usePathLabel(object);
  const periodText = usePeriodText();
  const valueText = useValueText();
  const names = useRelatedNames(objects, object, partsOf(rule));
  const isOfUsers = partsOf(rule).some(({ field }) => fieldAt(objects, object, field).field?.type === 'user');
  const users = useQuery({ ...usersQuery, enabled: isOfUsers }).data;

  const value = (field: FieldDefinition, given: RuleValue): string | null => {
    if (typeof given === 'object') {
      if ('period' in given) return periodText(given);
      if ('actor' in given) return t(`said.${given.actor}`);
      return valueText(field, `${given.amount} ${given.currency}`);
    }
    if (field.type === 'user') return users?.find(user => user.id === given)?.name ?? String(given);
    if (field.type === 'relation') return names.get(String(given)) ?? '…';
    const isDay = isTime(field) && String(given).length <= 10;
    return valueText(isDay ? { ...field, type: 'date' } : asWritten(field), given);
  };
  const listed = (texts: (string | null)[], type: 'conjunction' | 'disjunction') =>
    texts.includes(null) ? null : new Intl.ListFormat(language, { type }).format(texts as string[]);

  const rolling = (name: string, { period, count = 1, unit = 'day' }: Period) => {
    const time = periodText({ period: period === 'last' ? 'ago' : 'ahead', count, unit }) ?? '';
    return t(period === 'last' ? 'said.last' : 'said.next', { field: name, time });
  };
  const part = (said: Part): string | null => {
    const { field } = fieldAt(objects, object, said.field);
    const name = pathLabel(said.field);
    if (said.operator === 'is present') return t('said.present', { field: name });
    if (said.operator === 'is absent') return t('said.absent', { field: name });
    if (!field) return null;
    if (said.operator === 'between' || said.operator === 'not between') {
      const [low, high] = [value(field, said.from ?? ''), value(field, said.to ?? '')];
      const key = said.operator === 'between' ? 'said.between' : 'said.not_between';
      return low === null || high === null ? null : t(key, { field: name, low, high });
    }
    if (said.values) {
      const list = listed(
        said.values.map(one => value(field, one)),
        'disjunction',
      );
      return list && t(said.operator === 'in' ? 'said.is' : 'said.is_not', { field: name, value: list });
    }
    const given = said.value ?? '';
    const isRolling =
      typeof given === 'object' && 'period' in given && (given.period === 'last' || given.period === 'next');
    if (isRolling) return said.operator === '=' ? rolling(name, given) : null;
    const shown = value(field, given);
    if (shown === null) return null;
    const values = { field: name, value: shown };
    const { operator } = said;
    if (operator in words) return t(`said.${words[operator as keyof typeof words]}`, values);
    if (operator in orders) {
      const order = operator as keyof typeof orders;
      return isTime(field) || types[field.type].compares === 'order'
        ? t(`said.${timeOrders[order]}`, values)
        : t(`said.${orders[order]}`, values);
    }
    return t(operator === '!=' ? 'said.is_not' : 'said.is', values);
  };
  const whole = (said: Rule): string | null => {
    if (isPart(said)) return part(said);
    const { kind, rules } = groupOf(said);
    const list = listed(
      rules.map(one => {
        const text = whole(one);
        return text !== null && !isPart(one) ? `(${text})` : text;
      }),
      kind === 'all' ? 'conjunction' : 'disjunction',
    );
    return list !== null && kind === 'none' ? t('said.none', { list }) : list;
  };
  return whole;
}

function useRelatedNames(objects: ObjectDefinition[], object: ObjectDefinition, parts: Part[]) {
  const asked = parts.flatMap(({ field: path, value, values }) => {
    const { field } = fieldAt(objects, object, path);
    const target = objects.find(candidate => candidate.name === field?.object);
    if (field?.type !== 'relation' || !target) return [];
    return [value, ...(values ?? [])].flatMap(id =>
      typeof id === 'string' ? [{ plural: target.plural, id }] : [],
    );
  });
  const answers = useQueries({ queries: asked.map(({ plural, id }) => recordQuery(plural, id)) });
  return new Map(asked.map(({ id }, index) => [id, String(answers[index]?.data?.name ?? '…')]));
}
