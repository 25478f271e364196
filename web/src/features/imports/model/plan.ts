import type { ImportChoices, ImportPreview } from '@/lib/api/types.ts';

type Plan = ImportPreview['plan'];

/** The choices that stand for a plan: columns by number, so that two of one name stay apart. */
export function choicesOf(plan: Plan): ImportChoices {
  const { format, map, currency, time_zone, decimal_mark, date_order, source, key, existing } = plan;
  return {
    format,
    plan: {
      map: map.map(({ target, number, by }) => ({ target, column: `#${number}`, by })),
      currency,
      time_zone,
      decimal_mark,
      date_order,
      source,
      key,
      existing,
    },
  };
}

/** The target of a column, or nothing. */
export const targetOf = (plan: Plan, number: number) =>
  plan.map.find(entry => entry.number === number)?.target ?? '';

/** What the cells of a column say of the record that they point to; nothing where they say what it is usually called. */
export const referenceOf = (plan: Plan, number: number) =>
  plan.map.find(entry => entry.number === number)?.by ?? '';

/** The targets by which records that are here can be found: those that a column becomes. */
export const keysOf = ({ plan, targets }: ImportPreview) =>
  targets.filter(({ name, is_key }) => is_key && plan.map.some(({ target }) => target === name));

export const withReference = (plan: Plan, number: number, by: string): Plan => ({
  ...plan,
  map: plan.map.map(entry => (entry.number === number ? { ...entry, by: by || null } : entry)),
});

/** The plan with another target for a column; a target that only one column may become leaves the other. */
export function withTarget(preview: ImportPreview, number: number, target: string): Plan {
  const isRepeatable = preview.targets.find(({ name }) => name === target)?.is_repeatable ?? false;
  const others = preview.plan.map.filter(
    entry => entry.number !== number && (isRepeatable || entry.target !== target),
  );
  const column = preview.plan.columns[number - 1] ?? '';
  const map = target
    ? [...others, { target, column, number, by: null }].sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
    : others;
  // What no column becomes any more finds nothing.
  const key = map.some(entry => entry.target === preview.plan.key) ? preview.plan.key : null;
  return { ...preview.plan, map, key };
}
