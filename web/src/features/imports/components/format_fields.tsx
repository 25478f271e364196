import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '@/lib/api/types.ts';
import { Checkbox, Field, Input, Select } from '@/ui/field.tsx';

type Plan = ImportPreview['plan'];

const encodings = ['UTF-8', 'UTF-16LE', 'UTF-16BE', 'windows-1252', 'windows-1257', 'windows-1251'];
const delimiters = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', ' ': 'space' } as const;

/** What was recognised of how the file is written, and can be said otherwise. */
export function FormatFields({
  plan,
  onChange,
}: {
  plan: Plan;
  onChange: (plan: Plan, isFormat: boolean) => void;
}) {
  const { t } = useTranslation();
  const format = plan.format;
  const setFormat = (change: Partial<Plan['format']>) =>
    onChange({ ...plan, format: { ...format, ...change } }, true);
  const set = (change: Partial<Plan>) => onChange({ ...plan, ...change }, false);
  return (
    <div className="grid max-w-4xl grid-cols-4 gap-3 max-lg:grid-cols-2 max-sm:grid-cols-1">
      <Field label={t('imports.delimiter')}>
        {ids => (
          <Select
            {...ids}
            value={format.delimiter}
            onChange={event => setFormat({ delimiter: event.target.value })}
          >
            {Object.entries(delimiters).map(([character, name]) => (
              <option key={name} value={character}>
                {t(`imports.delimiters.${name}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('imports.encoding')}>
        {ids => (
          <Select
            {...ids}
            value={format.encoding}
            onChange={event => setFormat({ encoding: event.target.value })}
          >
            {encodings.map(encoding => (
              <option key={encoding}>{encoding}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('imports.decimal_mark')}>
        {ids => (
          <Select
            {...ids}
            value={plan.decimal_mark}
            onChange={event => set({ decimal_mark: event.target.value as Plan['decimal_mark'] })}
          >
            <option value=".">1234.50</option>
            <option value=",">1234,50</option>
          </Select>
        )}
      </Field>
      <Field label={t('imports.date_order')}>
        {ids => (
          <Select
            {...ids}
            value={plan.date_order}
            onChange={event => set({ date_order: event.target.value as Plan['date_order'] })}
          >
            <option value="dmy">{t('imports.orders.dmy')}</option>
            <option value="mdy">{t('imports.orders.mdy')}</option>
          </Select>
        )}
      </Field>
      <div className="flex items-end pb-1">
        <Checkbox
          label={t('imports.has_header')}
          checked={format.has_header}
          onChange={event => setFormat({ has_header: event.target.checked })}
        />
      </div>
      <Field label={t('imports.currency')}>
        {ids => (
          <Input
            {...ids}
            key={plan.currency}
            defaultValue={plan.currency ?? ''}
            maxLength={3}
            onBlur={event => set({ currency: event.target.value.toUpperCase() || null })}
          />
        )}
      </Field>
      <Field label={t('imports.time_zone')}>
        {ids => (
          <Input
            {...ids}
            key={plan.time_zone}
            defaultValue={plan.time_zone}
            onBlur={event => set({ time_zone: event.target.value })}
          />
        )}
      </Field>
      {plan.kind === 'sales' && (
        <Field label={t('imports.source')} hint={t('imports.source_hint')}>
          {ids => (
            <Input
              {...ids}
              key={plan.source}
              defaultValue={plan.source}
              onBlur={event => set({ source: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
