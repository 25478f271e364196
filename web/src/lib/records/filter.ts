/**
 * A list's filter as a tree of conditions. The server has the one parser of the rule language: it turns the text that stands in the
 * address into the tree, and a changed tree into its text.
 */
import { queryOptions } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import type { CheckedRule, Part, Rule } from '../api/types.ts';

export type GroupKind = 'all' | 'any' | 'none';
/** Conditions of which all, any or none hold. */
export interface Group {
  kind: GroupKind;
  rules: Rule[];
}

export const isPart = (rule: Rule): rule is Part => 'field' in rule;

/** A rule as the group that it is; a single comparison is a group of one. */
export function groupOf(rule: Rule | null): Group {
  if (!rule) return { kind: 'all', rules: [] };
  if ('all' in rule) return { kind: 'all', rules: rule.all };
  if ('any' in rule) return { kind: 'any', rules: rule.any };
  if ('not' in rule) return { kind: 'none', rules: 'any' in rule.not ? rule.not.any : [rule.not] };
  return { kind: 'all', rules: [rule] };
}

export function ruleOf({ kind, rules }: Group): Rule | null {
  const [first] = rules;
  if (!first) return null;
  const one = rules.length === 1;
  if (kind === 'none') return { not: one ? first : { any: rules } };
  if (one) return first;
  return kind === 'all' ? { all: rules } : { any: rules };
}

/** Every comparison, in the order of reading. */
export function partsOf(rule: Rule | null): Part[] {
  if (!rule) return [];
  return isPart(rule) ? [rule] : groupOf(rule).rules.flatMap(partsOf);
}

export function checkRule(
  object: string,
  asked: { text: string; at?: number } | { rule: Rule },
  signal?: AbortSignal,
) {
  return send<CheckedRule>('POST', '/rules/check', { body: { object, ...asked }, signal }).then(
    answer => answer.data,
  );
}

/** The tree of a text, and what is wrong with it. */
export function ruleQuery(object: string, text: string) {
  return queryOptions({
    queryKey: ['rule', object, text],
    queryFn: ({ signal }) => checkRule(object, { text }, signal),
    staleTime: Infinity,
    enabled: text !== '',
  });
}
