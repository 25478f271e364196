import type { ImportChoices, ImportPreview } from '@/lib/api/types.ts';

type Plan = ImportPreview['plan'];

/** The choices that stand for a plan: columns by number, so that two of one name stay apart. */
export function choicesOf(plan: Plan): ImportChoices {
  const { format, map, currency, time_zone, decimal_mark, date_order, source } = plan;
  return {
    format,
    plan: {
      map: map.map(({ target, number }) => ({ target, column: `#${number}` })),
      currency,
      time_zone,
      decimal_mark,
      date_order,
      source,
    },
  };
}

/** The target of a column, or nothing. */
export const targetOf = (plan: Plan, number: number) =>
  plan.map.find(entry => entry.number === number)?.target ?? '';

/** The plan with another target for a column; a target that only one column may become leaves the other. */
export function withTarget(preview: ImportPreview, number: number, target: string): Plan {
  const isRepeatable = preview.targets.find(({ name }) => name === target)?.is_repeatable ?? false;
  const others = preview.plan.map.filter(
    entry => entry.number !== number && (isRepeatable || entry.target !== target),
  );
  const column = preview.plan.columns[number - 1] ?? '';
  return {
    ...preview.plan,
    map: target
      ? [...others, { target, column, number }].sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
      : others,
  };
}
