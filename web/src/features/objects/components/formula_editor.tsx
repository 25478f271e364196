import { useTranslation } from 'react-i18next';
import type {
  FieldDefinition,
  FieldType,
  FieldValue,
  FormulaChecked,
  ObjectDefinition,
} from '@/lib/api/types.ts';
import { types } from '@/lib/records/types.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Field, Select } from '@/ui/field.tsx';
import { LanguageText, useWriting } from '@/ui/records/language_text.tsx';
import { useValueText } from '@/ui/records/value.tsx';
import { checkFormula } from '../api/definitions.ts';
import { ScaleSelect } from './type_form.tsx';

/**
 * A formula as it is written, with what it comes to in a few records. The type follows from it; that of a field that is
 * there stays.
 */
export default function FormulaEditor({
  object,
  field,
  start,
  checked,
  type,
  scale,
  problem,
  onText,
  onKeep,
  onEnter,
}: {
  object: ObjectDefinition;
  field: FieldDefinition | null;
  start: string;
  /** What the server says of the formula as it stands; undefined until it has said it. */
  checked: FormulaChecked | undefined;
  type: FieldType;
  scale: number;
  problem?: string | undefined;
  onText: (text: string) => void;
  onKeep: (as: { type?: FieldType; scale?: number }) => void;
  onEnter: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const self = field?.name;
  const writing = useWriting(['formula', object.name, self], start, (text, at, signal) =>
    checkFormula(object.name, { text, at, field: self }, signal),
  );
  const setText = (text: string) => {
    writing.setText(text);
    onText(text);
  };
  const isKept = !!checked?.is_valid && !problem;
  return (
    <>
      <div className="flex flex-col gap-1">
        <span className="text-xs font-medium text-soft">{t('schema.formula')}</span>
        <LanguageText
          writing={{ ...writing, setText }}
          label={t('schema.formula')}
          placeholder="price * quantity"
          rows={2}
          pathLabel={name => label(object.fields.find(each => each.name === name)?.label, name)}
          onEnter={onEnter}
        />
        {problem && (
          <p role="alert" className="text-xs text-red">
            {problem}
          </p>
        )}
        <p className="text-xs text-quiet">{t('schema.formula_hint')}</p>
      </div>
      {isKept && !field && (
        <div className="flex flex-wrap gap-4">
          <Field label={t('schema.formula_kept_as')}>
            {ids => (
              <Select
                {...ids}
                className="w-44!"
                disabled={checked.types.length < 2}
                value={type}
                onChange={event => onKeep({ type: event.target.value as FieldType })}
              >
                {(checked.types as FieldType[]).map(each => (
                  <option key={each} value={each}>
                    {t(`schema.type.${each}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {type === 'decimal' && <ScaleSelect scale={scale} onScale={wide => onKeep({ scale: wide })} />}
        </div>
      )}
      {isKept && <Examples examples={checked.examples} type={type} scale={scale} />}
    </>
  );
}

/** What the formula comes to in the newest records. */
function Examples({
  examples,
  type,
  scale,
}: {
  examples: FormulaChecked['examples'];
  type: FieldType;
  scale: number;
}) {
  const { t } = useTranslation();
  const valueText = useValueText();
  if (!examples.length) return <p className="text-xs text-quiet">{t('schema.formula_no_records')}</p>;
  const into: FieldDefinition = {
    name: 'formula',
    type,
    scale,
    label: {},
    is_required: false,
    is_sortable: false,
    is_filterable: false,
    is_writable: false,
    is_custom: true,
  };
  return (
    <div className="flex flex-col gap-1">
      <p className="text-xs font-medium text-soft">{t('schema.formula_examples')}</p>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 text-sm" aria-live="polite">
        {examples.map(example => (
          <div key={example.id} className="contents">
            <dt className="truncate text-soft">{example.name ?? example.id.slice(-6)}</dt>
            <dd className={types[type].compares === 'size' ? 'text-right tabular-nums' : 'wrap-anywhere'}>
              {valueText(into, example.value as FieldValue) || '–'}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
