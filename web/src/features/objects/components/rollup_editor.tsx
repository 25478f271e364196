import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, Rollup } from '@/lib/api/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Field, Select } from '@/ui/field.tsx';
import { pointingTo, rollupFunctions, takenBy } from '../model/rollup.ts';

/** What the list's filters are made with, for a condition on what is counted. */
export type ConditionBuilder = (props: {
  object: ObjectDefinition;
  filter: string | undefined;
  onChange: (filter: string | undefined) => void;
}) => ReactNode;

/** What a field is counted from: the records of an object by one of its links, what of them, and which. */
export function RollupEditor({
  object,
  objects,
  rollup,
  builder,
  problem,
  onChange,
}: {
  object: ObjectDefinition;
  objects: ObjectDefinition[];
  rollup: Rollup;
  builder: ConditionBuilder;
  problem?: string | undefined;
  onChange: (rollup: Rollup) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const pointing = pointingTo(objects, object.name);
  const counted = objects.find(each => each.name === rollup.object);
  const fields = counted ? takenBy(counted, rollup) : [];
  if (!pointing.length) return <p className="text-soft">{t('schema.rollup_nothing')}</p>;
  return (
    <>
      <Field label={t('schema.rollup_from')}>
        {ids => (
          <Select
            {...ids}
            value={rollup.object ? `${rollup.object}.${rollup.relation}` : ''}
            onChange={event => {
              const [name = '', relation = ''] = event.target.value.split('.');
              onChange({ object: name, relation, function: rollup.function });
            }}
          >
            <option value="">–</option>
            {pointing.map(({ object: other, relation }) => (
              <option key={`${other.name}.${relation.name}`} value={`${other.name}.${relation.name}`}>
                {t('schema.rollup_by', {
                  object: label(other.label_plural, other.plural),
                  relation: label(relation.label, relation.name),
                })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <Field label={t('schema.rollup_what')}>
          {ids => (
            <Select
              {...ids}
              value={rollup.function}
              onChange={event =>
                onChange({ ...rollup, function: event.target.value as Rollup['function'], field: '' })
              }
            >
              {rollupFunctions.map(each => (
                <option key={each} value={each}>
                  {t(`schema.rollup_function.${each}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {rollup.function !== 'count' && (
          <Field label={t('schema.rollup_field')}>
            {ids => (
              <Select
                {...ids}
                value={rollup.field ?? ''}
                onChange={event => onChange({ ...rollup, field: event.target.value })}
              >
                <option value="">–</option>
                {fields.map(each => (
                  <option key={each.name} value={each.name}>
                    {label(each.label, each.name)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
      {counted && (
        <div className="flex flex-col gap-1">
          <span className="text-xs font-medium text-soft">{t('schema.rollup_where')}</span>
          <div className="flex flex-wrap items-center gap-1">
            {builder({
              object: counted,
              filter: rollup.where,
              onChange: where => onChange({ ...rollup, where: where ?? '' }),
            })}
          </div>
          <p className="text-xs text-quiet">{t('schema.rollup_hint')}</p>
        </div>
      )}
      {problem && (
        <p role="alert" className="text-xs text-red">
          {problem}
        </p>
      )}
    </>
  );
}
