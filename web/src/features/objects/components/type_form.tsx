import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  FieldDefinition,
  FieldType,
  FieldValue,
  ObjectDefinition,
  TypePreview,
} from '@/lib/api/types.ts';
import { currencyCodes } from '@/lib/codes.ts';
import { compositeOf } from '@/lib/records/composites.ts';
import { useSession } from '@/lib/session.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { DialogActions } from '@/ui/dialog.tsx';
import { Field, Select } from '@/ui/field.tsx';
import { useValueText } from '@/ui/records/value.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { typePreviewQuery, useDefinitionWrites, type TypeDraft } from '../api/definitions.ts';
import { offeredTypes, scale_max, scale_usual } from '../model/types.ts';

const fixed: FieldType[] = ['relation', 'user'];
/** JSON is told from text and as text alone. */
const prose: FieldType[] = ['text', 'long_text'];
const fit = (from: FieldType, to: FieldType) =>
  (from !== 'json' && to !== 'json') || prose.includes(from) || prose.includes(to);
/** A part of a composite stays the text that it was made as. */
export const isRetypable = (object: ObjectDefinition, field: FieldDefinition) =>
  field.is_custom &&
  !compositeOf(object, field.name)?.is_custom &&
  !field.formula &&
  !field.rollup &&
  !fixed.includes(field.type);

/** Changes what a field holds: first what would become of its values, then the change. */
export function TypeForm({
  object,
  field,
  onClose,
}: {
  object: ObjectDefinition;
  field: FieldDefinition;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const problems = useProblems();
  const writes = useDefinitionWrites();
  const usual = useSession().workspace.currency;
  const types = offeredTypes.filter(
    type => !fixed.includes(type) && type !== field.type && fit(field.type, type),
  );
  const [type, setType] = useState<(typeof offeredTypes)[number] | ''>('');
  const [scale, setScale] = useState(scale_usual);
  const [currency, setCurrency] = useState(usual);
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const body: TypeDraft | null =
    (type && {
      type,
      ...(type === 'decimal' ? { scale } : {}),
      ...(type === 'money' ? { currency } : {}),
    }) ||
    null;
  const preview = useQuery(typePreviewQuery(object.name, field.name, body));

  const apply = async () => {
    if (!body || !preview.data) return;
    setIsBusy(true);
    try {
      await writes.changeType(object, field, { ...body, is_lossy: preview.data.misfits > 0 });
      onClose();
    } catch (error) {
      setFault(problems.text(error));
      await preview.refetch();
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={event => {
        event.preventDefault();
        void apply();
      }}
    >
      <Field label={t('schema.type_new')} hint={type && t(`schema.type_hint.${type}`)}>
        {ids => (
          <Select
            {...ids}
            autoFocus
            value={type}
            onChange={event => setType(event.target.value as typeof type)}
          >
            <option value="">–</option>
            {types.map(each => (
              <option key={each} value={each}>
                {t(`schema.type.${each}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {type === 'decimal' && <ScaleSelect scale={scale} onScale={setScale} />}
      {type === 'money' && (
        <Field label={t('ui.currency')}>
          {ids => (
            <Select {...ids} value={currency} onChange={event => setCurrency(event.target.value)}>
              {currencyCodes().map(code => (
                <option key={code}>{code}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {body && preview.isFetching && <Skeleton lines={3} />}
      {preview.isError && !preview.isFetching && (
        <Problem error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {body && preview.data && !preview.isFetching && <Told field={field} preview={preview.data} />}
      {fault && (
        <p role="alert" className="text-sm text-red">
          {fault}
        </p>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button
          kind={preview.data?.misfits ? 'danger' : 'primary'}
          type="submit"
          disabled={isBusy || !body || !preview.data || preview.isFetching}
        >
          {t(preview.data?.misfits ? 'schema.type_apply_lossy' : 'schema.type_apply')}
        </Button>
      </DialogActions>
    </form>
  );
}

export function ScaleSelect({
  scale,
  isFixed,
  problem,
  onScale,
}: {
  scale: number;
  isFixed?: boolean;
  problem?: string | undefined;
  onScale: (scale: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <Field label={t('schema.scale')} problem={problem}>
      {ids => (
        <Select
          {...ids}
          className="w-20!"
          disabled={isFixed}
          value={scale}
          onChange={event => onScale(Number(event.target.value))}
        >
          {Array.from({ length: scale_max + 1 }, (_, each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** How many values fit, with some of those that do and of those that do not. */
function Told({ field, preview }: { field: FieldDefinition; preview: TypePreview }) {
  const { t } = useTranslation();
  const text = useValueText();
  const after = preview.field;
  const said = (of: FieldDefinition, value: unknown) => text(of, value as FieldValue);
  const fits = preview.values - preview.misfits;
  if (!preview.values) return <p className="text-soft">{t('schema.type_no_values')}</p>;
  return (
    <div className="flex flex-col gap-3 text-sm" aria-live="polite">
      {fits > 0 && (
        <div>
          <p className="text-ink">{t('schema.type_fits', { count: fits })}</p>
          <ul className="text-soft">
            {preview.fitting.map(({ value, becomes }, index) => (
              <li key={index} className="wrap-anywhere">
                {t('schema.type_becomes', { before: said(field, value), after: said(after, becomes) })}
              </li>
            ))}
          </ul>
        </div>
      )}
      {preview.misfits > 0 && (
        <div>
          <p className="text-red">{t('schema.type_misfits', { count: preview.misfits })}</p>
          <ul className="text-soft">
            {preview.misfitting.map(({ value }, index) => (
              <li key={index} className="wrap-anywhere">
                {said(field, value)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
