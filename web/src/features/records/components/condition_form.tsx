import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition, ObjectDefinition, Part, Ref } from '@/lib/api/types.ts';
import { useLatestChoices } from '@/lib/records/choices.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { types } from '@/lib/records/types.ts';
import { fieldProblem } from '@/lib/records/values.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Checkbox, Field, Input, Select } from '@/ui/field.tsx';
import { RecordPicker } from '@/ui/record_picker.tsx';
import { useChoices, ValueInput } from '@/ui/records/value_input.tsx';
import {
  conditionOf,
  days_offered,
  fieldAt,
  isTime,
  operatorsOf,
  partOf,
  periods,
  type Condition,
  type ConditionOperator,
} from '../model/condition.ts';
import { usePathLabel, usePeriodText } from '../model/said.ts';

const needsNothing: ConditionOperator[] = ['present', 'absent', 'is_me', 'in_my_teams', 'in_my_reports'];
const needsChoices: ConditionOperator[] = ['one_of', 'none_of'];

function fresh(path: string, field: FieldDefinition): Condition {
  const operator = operatorsOf(field)[0]!;
  return { field: path, operator, text: operator === 'within' ? 'last:30' : '', end: '', chosen: [] };
}

function problemOf({ operator, text, end, chosen }: Condition, field: FieldDefinition): string | null {
  if (needsNothing.includes(operator)) return null;
  if (needsChoices.includes(operator)) return chosen.length ? null : 'required';
  if (!text.trim() || (operator === 'between' && !end.trim())) return 'required';
  if (operator === 'within') return null;
  if (operator === 'longer_ago') return /^[1-9]\d{0,3}$/.test(text) ? null : 'wrong';
  if (!['size', 'order'].includes(types[field.type].compares)) return null;
  const check = (value: string) => {
    const problem = fieldProblem(field, value);
    return problem === 'too_fine' ? null : problem; // a bound may be finer than what it bounds
  };
  return check(text) ?? (operator === 'between' ? check(end) : null);
}

/** One condition in words: which field, how, and with what. */
export default function ConditionForm({
  object,
  start,
  onDone,
  onMore,
}: {
  object: ObjectDefinition;
  start?: Part;
  onDone: (part: Part) => void;
  /** Another condition beside this one, of which one suffices. */
  onMore?: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const { data: objects } = useSuspenseQuery(objectsQuery);
  const paths = usePaths(objects, object);
  const pathLabel = usePathLabel(object);
  const [condition, setCondition] = useState<Condition | null>(() => {
    const path = start?.field ?? paths[0] ?? '';
    const { field } = fieldAt(objects, object, path);
    return (start && conditionOf(start, field)) ?? (field ? fresh(path, field) : null);
  });
  const [isTried, setIsTried] = useState(false);
  const { field } = fieldAt(objects, object, condition?.field ?? '');
  if (!condition || !field) return null;

  const change = (part: Partial<Condition>) => setCondition({ ...condition, ...part });
  const problem = problemOf(condition, field);
  const choose = (path: string) => {
    const next = fieldAt(objects, object, path).field;
    if (next) setCondition(fresh(path, next));
    setIsTried(false);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={event => {
        event.preventDefault();
        event.stopPropagation();
        setIsTried(true);
        if (!problem) onDone(partOf(condition, field));
      }}
    >
      <Field label={t('filter.field')}>
        {ids => (
          <Select {...ids} autoFocus value={condition.field} onChange={event => choose(event.target.value)}>
            {paths
              .filter(path => !path.includes('.'))
              .map(path => (
                <option key={path} value={path}>
                  {pathLabel(path)}
                </option>
              ))}
            {object.fields.map(relation => {
              const behind = paths.filter(path => path.startsWith(`${relation.name}.`));
              if (!behind.length) return null;
              return (
                <optgroup key={relation.name} label={label(relation.label, relation.name)}>
                  {behind.map(path => (
                    <option key={path} value={path}>
                      {pathLabel(path)}
                    </option>
                  ))}
                </optgroup>
              );
            })}
          </Select>
        )}
      </Field>
      <Field label={t('filter.operator')}>
        {ids => (
          <Select
            {...ids}
            value={condition.operator}
            onChange={event => {
              const operator = event.target.value as ConditionOperator;
              const keeps = !['within', 'longer_ago'].some(
                time => time === operator || time === condition.operator,
              );
              const text = operator === 'within' ? 'last:30' : operator === 'longer_ago' ? '30' : '';
              change({ operator, ...(keeps ? {} : { text }) });
            }}
          >
            {operatorsOf(field).map(operator => (
              <option key={operator} value={operator}>
                {t(`operator.${operator}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ValueOf {...{ condition, field, change }} problem={isTried ? problem : null} />
      <div className="flex items-center gap-2">
        <Button kind="primary" type="submit">
          {t('filter.apply')}
        </Button>
        {onMore && (
          <Button kind="quiet" onClick={onMore}>
            {t('filter.or')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What one may filter by: the object's fields, then those one step behind its relations. */
function usePaths(objects: ObjectDefinition[], object: ObjectDefinition): string[] {
  const own = object.fields.filter(field => field.is_filterable);
  const behind = own.flatMap(relation => {
    const target = objects.find(candidate => candidate.name === relation.object);
    const fields = target?.fields.filter(field => field.is_filterable && field.type !== 'relation') ?? [];
    return relation.type === 'relation' ? fields.map(field => `${relation.name}.${field.name}`) : [];
  });
  return [...own.map(field => field.name), ...behind];
}

function ValueOf({
  condition,
  field,
  change,
  problem,
}: {
  condition: Condition;
  field: FieldDefinition;
  change: (part: Partial<Condition>) => void;
  problem: string | null;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const choicesOf = useChoices();
  useLatestChoices(field);
  const { data: objects } = useSuspenseQuery(objectsQuery);
  const [related, setRelated] = useState<Ref | null>(null);
  const { operator, text, end, chosen } = condition;
  const told = problem ? problems.fieldText(problem) : null;
  if (needsNothing.includes(operator)) return null;
  if (operator === 'within') return <Stretch text={text} onChange={next => change({ text: next })} />;
  if (operator === 'longer_ago')
    return (
      <Field label={t('filter.days')} problem={told}>
        {ids => (
          <Input
            {...ids}
            type="number"
            min={1}
            max={9999}
            value={text}
            onChange={event => change({ text: event.target.value })}
          />
        )}
      </Field>
    );
  if (field.type === 'relation') {
    const target = objects.find(candidate => candidate.name === field.object);
    return (
      <div>
        <RecordPicker
          plural={target?.plural ?? ''}
          label={label(field.label)}
          start={related?.name}
          onPick={picked => {
            setRelated(picked);
            change({ text: picked.id });
          }}
        />
        {told && <p className="text-xs text-red">{told}</p>}
      </div>
    );
  }
  const choices = choicesOf(field);
  if (needsChoices.includes(operator) && choices)
    return (
      <fieldset>
        <legend className="mb-1 text-xs font-medium text-soft">{t('filter.value')}</legend>
        <div className="flex max-h-56 flex-col overflow-auto">
          {choices.map(choice => (
            <Checkbox
              key={choice.value}
              label={choice.text}
              checked={chosen.includes(choice.value)}
              onChange={event =>
                change({
                  chosen: event.target.checked
                    ? [...chosen, choice.value]
                    : chosen.filter(other => other !== choice.value),
                })
              }
            />
          ))}
        </div>
        {told && <p className="text-xs text-red">{told}</p>}
      </fieldset>
    );
  const asked: FieldDefinition = isTime(field)
    ? { ...field, type: 'date' }
    : field.type === 'multi_choice'
      ? { ...field, type: 'choice' }
      : field;
  const one = (name: 'text' | 'end', caption: string) => (
    <Field label={caption} problem={told}>
      {ids => (
        <ValueInput
          {...ids}
          field={asked}
          text={name === 'text' ? text : end}
          onText={next => change({ [name]: next })}
        />
      )}
    </Field>
  );
  if (operator !== 'between') return one('text', t('filter.value'));
  return (
    <div className={`grid gap-2 ${types[field.type].input === 'amount' ? '' : 'grid-cols-2'}`}>
      {one('text', t('filter.from'))}
      {one('end', t('filter.to'))}
    </div>
  );
}

/** A stretch of time, by its name. */
function Stretch({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation();
  const periodText = usePeriodText();
  const counts = [...new Set([...days_offered, ...(text.startsWith('last:') ? [text.slice(5)] : [])])];
  return (
    <Field label={t('filter.value')}>
      {ids => (
        <Select {...ids} value={text} onChange={event => onChange(event.target.value)}>
          {counts.map(count => (
            <option key={count} value={`last:${count}`}>
              {t('filter.since_time', {
                time: periodText({ period: 'ago', count: Number(count), unit: 'day' }),
              })}
            </option>
          ))}
          {Object.entries(periods).map(([name, period]) => (
            <option key={name} value={name}>
              {periodText(period)}
            </option>
          ))}
          {text.startsWith('next:') && (
            <option value={text}>
              {t('filter.until_time', {
                time: periodText({ period: 'ahead', count: Number(text.slice(5)), unit: 'day' }),
              })}
            </option>
          )}
        </Select>
      )}
    </Field>
  );
}
