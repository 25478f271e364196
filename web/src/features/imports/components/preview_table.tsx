import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '@/lib/api/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';

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
  const label = useLabel();
  const format = useFormat();
  const fields = [...new Set(preview.rows.flatMap(row => Object.keys(row.fields)))];
  const isSales = preview.plan.kind === 'sales';
  const nameOf = (field: string) => label(preview.targets.find(({ name }) => name === field)?.label, field);
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
  const reason = (row: Row) => {
    const code = reasons.find(known => known === row.problem?.code);
    return code ? t(`imports.reason.${code}`) : t('imports.reason.bad_number');
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
            <th className="px-3 py-1.5 font-medium">{t('imports.keys')}</th>
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
                <td className="px-3 py-1 text-red" colSpan={fields.length + (isSales ? 2 : 1)}>
                  {reason(row)}
                </td>
              ) : (
                <>
                  <td className="max-w-64 truncate px-3 py-1 text-soft">
                    {row.keys.map(({ value }) => value).join(', ') || t('imports.nobody_known')}
                  </td>
                  {isSales && <td className="px-3 py-1 text-ink">{sale(row)}</td>}
                  {fields.map(field => (
                    <td key={field} className="max-w-64 truncate px-3 py-1 text-ink">
                      {String((row.fields as Record<string, unknown>)[field] ?? '')}
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
