import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '@tanstack/react-query';
import type { FieldDefinition, FieldType, ObjectDefinition, Ref } from '@/lib/api/types.ts';
import { parseFilter, printFilter, type Clause, type Operator } from '@/lib/records/filter.ts';
import { recordQuery } from '@/lib/records/queries.ts';
import { fieldProblem } from '@/lib/records/values.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { Popover } from '@/ui/popover.tsx';
import { RecordPicker } from '@/ui/record_picker.tsx';
import { inputTypes, useChoices } from '@/ui/records/value_editor.tsx';
import { useValueText } from '@/ui/records/value.tsx';

const ordered: FieldType[] = ['date', 'partial_date', 'instant', 'number', 'money'];
const plurals: Record<string, string> = { person: 'people', company: 'companies', household: 'households' };

function operatorsOf(field: FieldDefinition): Operator[] {
  if (field.type === 'boolean') return ['='];
  if (ordered.includes(field.type)) return ['>=', '<', '=', 'is present', 'is absent'];
  return ['=', '!=', 'is present', 'is absent'];
}
const operatorKeys = {
  '=': 'is',
  '!=': 'is_not',
  '<': 'below',
  '<=': 'at_most',
  '>': 'above',
  '>=': 'at_least',
  'is present': 'present',
  'is absent': 'absent',
} as const satisfies Record<Operator, string>;

function useOperatorText() {
  const { t } = useTranslation();
  return (field: FieldDefinition | undefined, operator: Operator) => {
    const isTime = field && ['date', 'partial_date', 'instant'].includes(field.type);
    if (isTime && operator === '>=') return t('operator.since');
    if (isTime && operator === '<') return t('operator.before');
    return t(`operator.${operatorKeys[operator]}`);
  };
}

/** The conditions of a list as chips; what chips cannot say is shown as the text of the rule language. */
export function FilterBar({
  object,
  filter,
  onChange,
}: {
  object: ObjectDefinition;
  filter: string | undefined;
  onChange: (filter: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const clauses = parseFilter(filter ?? '');
  const change = (next: Clause[]) => onChange(printFilter(next) || undefined);
  return (
    <>
      {clauses?.map((clause, index) => (
        <Chip
          key={index}
          object={object}
          clause={clause}
          onChange={changed => change(clauses.with(index, changed))}
          onRemove={() => change(clauses.toSpliced(index, 1))}
        />
      ))}
      {clauses === null && (
        <span className="flex items-center rounded-md border border-line-2 pl-2 font-mono text-xs">
          {filter}
          <IconButton icon="close" label={t('filter.remove')} onClick={() => onChange(undefined)} />
        </span>
      )}
      {clauses && <AddFilter object={object} onAdd={clause => change([...clauses, clause])} />}
    </>
  );
}

function Chip({
  object,
  clause,
  onChange,
  onRemove,
}: {
  object: ObjectDefinition;
  clause: Clause;
  onChange: (clause: Clause) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const operatorText = useOperatorText();
  const valueText = useValueText();
  const [isOpen, setIsOpen] = useState(false);
  const field = object.fields.find(candidate => candidate.name === clause.field);
  const isRelation = field?.type === 'relation' && typeof clause.value === 'string';
  const related = useQuery({
    ...recordQuery(plurals[field?.object ?? ''] ?? '', String(clause.value)),
    enabled: isRelation,
  });
  const isTimeText = field?.type === 'instant' && typeof clause.value === 'string';
  const shown =
    clause.value === undefined
      ? ''
      : isRelation
        ? String(related.data?.name ?? '…')
        : field
          ? valueText(isTimeText ? { ...field, type: 'date' } : field, clause.value)
          : String(clause.value);
  const name = label(field?.label, clause.field);
  return (
    <span className="flex shrink-0 items-center rounded-md border border-line-2">
      <Popover
        title={t('filter.edit')}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <button
            type="button"
            className="flex h-[calc(var(--tap)-2px)] items-center gap-1 rounded-l-md pl-2 hover:bg-hover"
          >
            <span className="text-quiet">{name}</span>
            <span className="text-quiet">{operatorText(field, clause.operator)}</span>
            {shown && <span className="max-w-48 truncate font-medium text-ink">{shown}</span>}
          </button>
        }
      >
        <ClauseForm
          object={object}
          start={clause}
          onDone={changed => {
            setIsOpen(false);
            onChange(changed);
          }}
        />
      </Popover>
      <IconButton
        icon="close"
        className="h-6! w-6!"
        label={t('filter.remove_field', { field: name })}
        onClick={onRemove}
      />
    </span>
  );
}

function AddFilter({ object, onAdd }: { object: ObjectDefinition; onAdd: (clause: Clause) => void }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover
      title={t('filter.add_title')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button kind="quiet" icon="filter">
          {t('filter.add')}
        </Button>
      }
    >
      <ClauseForm
        object={object}
        onDone={clause => {
          setIsOpen(false);
          onAdd(clause);
        }}
      />
    </Popover>
  );
}

function ClauseForm({
  object,
  start,
  onDone,
}: {
  object: ObjectDefinition;
  start?: Clause;
  onDone: (clause: Clause) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const problems = useProblems();
  const operatorText = useOperatorText();
  const choicesOf = useChoices();
  const fields = object.fields.filter(field => field.is_filterable);
  const [name, setName] = useState(start?.field ?? fields[0]?.name ?? '');
  const field = fields.find(candidate => candidate.name === name);
  const [operator, setOperator] = useState<Operator>(
    start?.operator ?? (field ? operatorsOf(field)[0]! : '='),
  );
  const [text, setText] = useState(start?.value === undefined ? '' : String(start.value));
  const [related, setRelated] = useState<Ref | null>(null);
  const [isTried, setIsTried] = useState(false);
  if (!field) return null;

  const choices = choicesOf(field);
  const needsValue = operator !== 'is present' && operator !== 'is absent';
  const value = field.type === 'relation' ? (related?.id ?? text) : text.trim();
  const problem = !needsValue
    ? null
    : !value
      ? 'required'
      : field.type === 'instant' || field.type === 'email' || field.type === 'url'
        ? null
        : fieldProblem(field, value);
  const typed = field.type === 'number' ? Number(value) : field.type === 'boolean' ? value === 'true' : value;
  const done = () => {
    setIsTried(true);
    if (!problem) onDone(needsValue ? { field: name, operator, value: typed } : { field: name, operator });
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={event => {
        event.preventDefault();
        event.stopPropagation();
        done();
      }}
    >
      <Field label={t('filter.field')}>
        {ids => (
          <Select
            {...ids}
            value={name}
            onChange={event => {
              const next = fields.find(candidate => candidate.name === event.target.value)!;
              setName(next.name);
              setOperator(operatorsOf(next)[0]!);
              setText('');
              setRelated(null);
              setIsTried(false);
            }}
          >
            {fields.map(candidate => (
              <option key={candidate.name} value={candidate.name}>
                {label(candidate.label, candidate.name)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('filter.operator')}>
        {ids => (
          <Select {...ids} value={operator} onChange={event => setOperator(event.target.value as Operator)}>
            {operatorsOf(field).map(candidate => (
              <option key={candidate} value={candidate}>
                {operatorText(field, candidate)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {needsValue && field.type === 'relation' && (
        <RecordPicker
          plural={plurals[field.object ?? ''] ?? ''}
          label={label(field.label)}
          start={related?.name}
          onPick={setRelated}
        />
      )}
      {needsValue && field.type !== 'relation' && (
        <Field label={t('filter.value')} problem={isTried && problem ? problems.fieldText(problem) : null}>
          {ids =>
            choices ? (
              <Select {...ids} value={text} onChange={event => setText(event.target.value)}>
                <option value="">–</option>
                {choices.map(choice => (
                  <option key={choice.value} value={choice.value}>
                    {choice.text}
                  </option>
                ))}
              </Select>
            ) : (
              <Input
                {...ids}
                type={
                  field.type === 'instant'
                    ? 'date'
                    : field.type === 'number'
                      ? 'number'
                      : field.type === 'date'
                        ? inputTypes.date
                        : 'text'
                }
                value={text}
                onChange={event => setText(event.target.value)}
              />
            )
          }
        </Field>
      )}
      <Button kind="primary" type="submit" className="self-start">
        {t('filter.apply')}
      </Button>
    </form>
  );
}
