import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '@/lib/api/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Field, Select } from '@/ui/field.tsx';
import { Section } from '@/ui/page.tsx';
import { keysOf } from '../model/plan.ts';

type Plan = ImportPreview['plan'];

/** How records that are here already are found, and what becomes of what they have. People have keys of their own. */
export function ExistingPart({
  preview,
  onChange,
}: {
  preview: ImportPreview;
  onChange: (plan: Plan) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const { plan } = preview;
  const keys = keysOf(preview);
  if (!preview.targets.some(({ is_key }) => is_key)) return null;
  return (
    <Section title={t('imports.existing')}>
      <div className="grid max-w-4xl grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label={t('imports.key')} hint={keys.length ? undefined : t('imports.no_keys')}>
          {ids => (
            <Select
              {...ids}
              value={plan.key ?? ''}
              onChange={event => onChange({ ...plan, key: event.target.value || null })}
            >
              <option value="">{t('imports.all_new')}</option>
              {keys.map(({ name, label: labels }) => (
                <option key={name} value={name}>
                  {t('imports.found_by', { field: label(labels, name) })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {plan.key && (
          <Field label={t('imports.what_they_have')}>
            {ids => (
              <Select
                {...ids}
                value={plan.existing}
                onChange={event => onChange({ ...plan, existing: event.target.value as Plan['existing'] })}
              >
                <option value="fill">{t('imports.fill')}</option>
                <option value="replace">{t('imports.replace')}</option>
              </Select>
            )}
          </Field>
        )}
      </div>
    </Section>
  );
}
