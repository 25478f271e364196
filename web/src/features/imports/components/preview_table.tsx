import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FieldValue, ImportPreview } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { useValueText } from '@/ui/records/value.tsx';

type Row = ImportPreview['rows'][number];

const reasons = [
  'quote_open',
  'too_long',
  'too_many_cells',
  'no_person',
  'no_name',
  'bad_date',
  'bad_currency',
  'no_amount',
] as const;

/** The first rows as they will become: what is recognised of each, or why it cannot go in. */
export function PreviewTable({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const isSales = preview.plan.kind === 'sales';
  const label = useLabel();
  const format = useFormat();
  const { fieldText } = useProblems();
  const valueText = useValueText();
  const definition = useQuery(objectsQuery).data?.find(
    ({ plural }) => plural === (isSales ? 'people' : preview.plan.kind),
  );
  const hasKeys =
    isSales || preview.plan.kind === 'people' || preview.rows.some(({ keys }) => keys.length > 0);
  const fields = [...new Set(preview.rows.flatMap(row => Object.keys(row.fields)))];
  const nameOf = (field: string) => label(preview.targets.find(({ name }) => name === field)?.label, field);
  // A link is shown as the file has it.
  const shown = (name: string, value: unknown) => {
    const field = definition?.fields.find(each => each.name === name);
    return typeof value === 'string' && (!field || field.type === 'relation' || field.type === 'user')
      ? value
      : field
        ? valueText(field, value as FieldValue)
        : String(value ?? '');
  };
  const sale = (row: Row) => {
    if (!row.sale) return '';
    const { amount, at, product, units, store } = row.sale;
    return [
      t(`imports.sale.${row.sale.kind}`),
      amount && format.money(amount),
      format.dateTime(at),
      units !== null && units !== undefined && format.number(units),
      product,
      store,
    ]
      .filter(Boolean)
      .join(' · ');
  };
  const reason = ({ problem }: Row) => {
    if (!problem) return '';
    const code = reasons.find(known => known === problem.code);
    if (code) return t(`imports.reason.${code}`);
    if (!problem.field) return t('imports.reason.bad_number');
    const what = `${nameOf(problem.field)}: ${fieldText(problem.code)}`;
    return problem.nearest ? `${what}. ${t('imports.did_you_mean', { name: problem.nearest })}` : what;
  };
  return (
    <div
      className="overflow-x-auto rounded-md border"
      tabIndex={0}
      role="region"
      aria-label={t('imports.preview')}
    >
      <table className="w-full border-collapse text-left whitespace-nowrap">
        <thead>
          <tr className="border-b text-xs text-quiet">
            <th className="px-3 py-1.5 text-right font-medium">{t('imports.line')}</th>
            {hasKeys && <th className="px-3 py-1.5 font-medium">{t('imports.keys')}</th>}
            {isSales && <th className="px-3 py-1.5 font-medium">{t('imports.what')}</th>}
            {fields.map(field => (
              <th key={field} className="px-3 py-1.5 font-medium">
                {nameOf(field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map(row => (
            <tr key={row.row} className="border-b last:border-0">
              <td className="px-3 py-1 text-right text-quiet tabular-nums">{format.number(row.line)}</td>
              {row.problem ? (
                <td
                  className="px-3 py-1 text-red"
                  colSpan={Math.max(1, fields.length + (isSales ? 1 : 0) + (hasKeys ? 1 : 0))}
                >
                  {reason(row)}
                </td>
              ) : (
                <>
                  {hasKeys && (
                    <td className="max-w-64 truncate px-3 py-1 text-soft">
                      {row.keys.map(({ value }) => value).join(', ') || t('imports.nobody_known')}
                    </td>
                  )}
                  {isSales && <td className="px-3 py-1 text-ink">{sale(row)}</td>}
                  {fields.map(field => (
                    <td key={field} className="max-w-64 truncate px-3 py-1 text-ink">
                      {shown(field, (row.fields as Record<string, unknown>)[field])}
                    </td>
                  ))}
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
