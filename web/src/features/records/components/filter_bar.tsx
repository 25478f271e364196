import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectDefinition, Part, Rule } from '@/lib/api/types.ts';
import { checkRule, groupOf, isPart, ruleOf, ruleQuery, type GroupKind } from '@/lib/records/filter.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Popover } from '@/ui/popover.tsx';
import { conditionOf, fieldAt } from '../model/condition.ts';
import { useSaid } from '../model/said.ts';
import { objectsQuery } from '@/lib/records/queries.ts';

const loadForm = () => import('./condition_form.tsx');
const ConditionForm = lazy(loadForm);
const RuleText = lazy(() => import('./rule_text.tsx'));

/**
 * The conditions of a list in words, each a chip; groups of them open. The same filter can be typed as a text of the rule language,
 * which is also shown where there are no words for it.
 */
export function FilterBar({
  object,
  filter = '',
  onChange,
}: {
  object: ObjectDefinition;
  filter: string | undefined;
  onChange: (filter: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const [isTyped, setIsTyped] = useState(false);
  const checked = useQuery({ ...ruleQuery(object.name, filter), placeholderData: keepPreviousData });
  const isWrong = !!filter && checked.data?.is_valid === false;
  const rule = filter ? (checked.data?.rule ?? null) : null;

  const change = async (next: Rule | null) => {
    if (!next) return onChange(undefined);
    try {
      const answer = await checkRule(object.name, { rule: next });
      client.setQueryData(ruleQuery(object.name, answer.text).queryKey, answer);
      onChange(answer.text);
    } catch (error) {
      problems.show(error);
    }
  };
  if (isTyped || isWrong)
    return (
      <Suspense>
        <RuleText
          object={object}
          start={filter}
          isOpenByItself={!isTyped}
          onDone={text => {
            setIsTyped(false);
            onChange(text || undefined);
          }}
          onCancel={() => (isTyped ? setIsTyped(false) : onChange(undefined))}
        />
      </Suspense>
    );
  return (
    <>
      <Conditions
        object={object}
        rule={rule}
        onChange={next => void change(next)}
        onType={() => setIsTyped(true)}
      />
      <IconButton icon="keyboard" label={t('filter.type')} onClick={() => setIsTyped(true)} />
    </>
  );
}

/** The conditions of one group, each in words; how they hold together where there are several. */
function Conditions({
  object,
  rule,
  onChange,
  onType,
}: {
  object: ObjectDefinition;
  rule: Rule | null;
  onChange: (rule: Rule | null) => void;
  onType: () => void;
}) {
  const { t } = useTranslation();
  const { kind, rules } = groupOf(rule);
  const said = useSaid(object, rule);
  const put = (next: Rule[], as: GroupKind = kind) => onChange(ruleOf({ kind: as, rules: next }));
  return (
    <>
      {(rules.length > 1 || kind === 'none') && (
        <select
          aria-label={t('filter.together')}
          value={kind}
          onChange={event => put(rules, event.target.value as GroupKind)}
          className="h-(--tap) rounded-md border border-line-2 bg-paper px-1 text-sm text-soft"
        >
          {(['all', 'any', 'none'] as const).map(one => (
            <option key={one} value={one}>
              {t(`filter.kind.${one}`)}
            </option>
          ))}
        </select>
      )}
      {rules.map((one, index) => (
        <Chip
          key={JSON.stringify(one) + String(index)}
          object={object}
          rule={one}
          text={said(one)}
          onType={onType}
          onChange={next => put(next ? rules.with(index, next) : rules.toSpliced(index, 1))}
        />
      ))}
      <AddCondition object={object} onAdd={part => put([...rules, part])} />
    </>
  );
}

function Chip({
  object,
  rule,
  text,
  onChange,
  onType,
}: {
  object: ObjectDefinition;
  rule: Rule;
  /** Null: there are no words for it. */
  text: string | null;
  onChange: (rule: Rule | null) => void;
  onType: () => void;
}) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const shown = text ?? t('filter.in_text');
  const face = 'flex h-[calc(var(--tap)-2px)] items-center rounded-l-md pl-2 text-left hover:bg-hover';
  const { data: objects } = useQuery(objectsQuery);
  const isHeld =
    !isPart(rule) || (!!objects && conditionOf(rule, fieldAt(objects, object, rule.field).field) !== null);
  return (
    <span className="flex max-w-full min-w-0 items-center rounded-md border border-line-2">
      {isHeld ? (
        <Popover
          title={t('filter.edit')}
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          trigger={
            <button type="button" className={`${face} min-w-0`}>
              <span className="truncate text-ink">{shown}</span>
            </button>
          }
        >
          {isPart(rule) ? (
            <PartEditor
              object={object}
              part={rule}
              onChange={next => {
                setIsOpen(false);
                onChange(next);
              }}
            />
          ) : (
            <div className="flex flex-col items-start gap-2">
              <Conditions object={object} rule={rule} onChange={onChange} onType={onType} />
            </div>
          )}
        </Popover>
      ) : (
        <button type="button" className={`${face} min-w-0`} title={t('filter.type')} onClick={onType}>
          <span className="truncate text-ink">{shown}</span>
        </button>
      )}
      <IconButton
        icon="close"
        className="h-6! w-6!"
        label={t('filter.remove_field', { field: shown })}
        onClick={() => onChange(null)}
      />
    </span>
  );
}

/** Changes one comparison, or puts another beside it of which one suffices. */
function PartEditor({
  object,
  part,
  onChange,
}: {
  object: ObjectDefinition;
  part: Part;
  onChange: (rule: Rule) => void;
}) {
  const { t } = useTranslation();
  const [isMore, setIsMore] = useState(false);
  if (!isMore)
    return (
      <Suspense>
        <ConditionForm object={object} start={part} onDone={onChange} onMore={() => setIsMore(true)} />
      </Suspense>
    );
  return (
    <Suspense>
      <p className="mb-2 text-sm text-soft">{t('filter.or_title')}</p>
      <ConditionForm object={object} onDone={other => onChange({ any: [part, other] })} />
    </Suspense>
  );
}

function AddCondition({ object, onAdd }: { object: ObjectDefinition; onAdd: (part: Part) => void }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  // Whoever opens it types at once: it is fetched when the list is there.
  useEffect(() => void loadForm(), []);
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
      <Suspense>
        <ConditionForm
          object={object}
          onDone={part => {
            setIsOpen(false);
            onAdd(part);
          }}
        />
      </Suspense>
    </Popover>
  );
}
