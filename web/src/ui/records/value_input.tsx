import { useQuery } from '@tanstack/react-query';
import { type FocusEvent, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { countryCodes, currencyCodes, languageCodes } from '@/lib/codes.ts';
import { useLatestChoices, type Offered } from '@/lib/records/choices.ts';
import { usersQuery } from '@/lib/records/queries.ts';
import {
  amountOf,
  codesIn,
  partsOfAmount,
  partsOfSeveral,
  textOfUser,
  types,
  userOf,
} from '@/lib/records/types.ts';
import { useSession } from '@/lib/session.ts';
import { onDemand } from '@/lib/on_demand.tsx';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Checkbox, Input, Select, TextArea } from '../field.tsx';
import { JsonInput } from './json_input.tsx';
import type { OpenChoicesProps } from './open_choices.tsx';

const OpenChoices = onDemand<OpenChoicesProps>(async () => (await import('./open_choices.tsx')).default);
// Ahead of whoever opens the box and types on at once.
setTimeout(OpenChoices.fetch, 500);

/** The choices of a field that has some, each with its words. */
export function useChoices(): (field: FieldDefinition) => Offered[] | null {
  const label = useLabel();
  const format = useFormat();
  const { t } = useTranslation();
  return field => {
    const sorted = (codes: string[], name: (code: string) => string) =>
      codes
        .map(value => ({ value, text: name(value) }))
        .sort((a, b) => a.text.localeCompare(b.text, format.language));
    if (types[field.type].hasChoices) {
      return (field.choices ?? []).map(choice => ({
        value: choice.value,
        text: label(choice.label, choice.value),
        color: choice.color,
      }));
    }
    if (codesIn(field) === 'country') return sorted(countryCodes, format.country);
    if (codesIn(field) === 'language') return sorted(languageCodes, format.languageName);
    if (field.type === 'boolean') {
      return [
        { value: 'true', text: t('ui.yes') },
        { value: 'false', text: t('ui.no') },
      ];
    }
    return null;
  };
}

export interface ValueInputProps {
  field: FieldDefinition;
  /** The value as text (`textOf`). */
  text: string;
  onText: (text: string) => void;
  /** What the field is called, where no label stands beside it. */
  name?: string;
  /** Whether there may be no value. */
  isOptional?: boolean;
  /** Whether choices may be added where the field is open: the value then names some that are not made yet. */
  isAdding?: boolean;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  autoFocus?: boolean;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLInputElement>) => void;
  /** Of what takes the focus when the value is refused. */
  inputRef?: (element: HTMLElement | null) => void;
  /** Of the text as it is once the input is left, where words are typed that are not taken yet. */
  wholeRef?: Ref<string> | undefined;
}

/** The place to write a value into that suits the type of its field; relations have a picker of their own. */
export function ValueInput({
  field,
  text,
  onText,
  name,
  isOptional = true,
  isAdding = false,
  onFocus,
  wholeRef,
  ...rest
}: ValueInputProps) {
  const choices = useChoices()(field);
  useLatestChoices(field);
  const facts = types[field.type];
  if (isAdding && field.is_open)
    return (
      <OpenChoices isNeeded props={{ field, text, onText, name, wholeRef, ...rest, choices: choices ?? [] }}>
        <div className="h-9 rounded-md border border-edge bg-paper" />
      </OpenChoices>
    );
  if (facts.input === 'some_of')
    return <SomeOf {...{ text, onText, name, ...rest }} choices={choices ?? []} />;
  if (facts.input === 'amount') return <Amount {...{ text, onText, name, ...rest }} />;
  if (facts.input === 'json') return <JsonInput {...{ text, onText, name, ...rest }} />;
  if (facts.input === 'user') return <User {...{ text, onText, name, isOptional, ...rest }} />;
  const { inputRef, ...given } = rest;
  const shared = { ...given, 'aria-label': name, ref: inputRef };
  if (choices)
    return (
      <Select {...shared} value={text} onChange={event => onText(event.target.value)}>
        {isOptional && <option value="">–</option>}
        {text && !choices.some(choice => choice.value === text) && <option>{text}</option>}
        {choices.map(choice => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </Select>
    );
  if (facts.input === 'lines')
    return <TextArea {...shared} rows={4} value={text} onChange={event => onText(event.target.value)} />;
  return (
    <Input
      {...shared}
      type={facts.inputType ?? 'text'}
      step={facts.inputType === 'number' ? 'any' : undefined}
      inputMode={field.type === 'decimal' ? 'decimal' : undefined}
      autoComplete="off"
      value={text}
      onFocus={onFocus}
      onChange={event => onText(event.target.value)}
    />
  );
}

export type PartProps = Omit<ValueInputProps, 'field' | 'isOptional' | 'isAdding' | 'onFocus' | 'wholeRef'>;

/** One of those who may sign in; whoever was chosen once stays, even if they may not any more. */
function User({ text, onText, name, isOptional, inputRef, ...rest }: PartProps & { isOptional?: boolean }) {
  const users = useQuery(usersQuery).data ?? [];
  const chosen = text ? userOf(text) : null;
  const isListed = users.some(user => user.id === chosen?.id);
  return (
    <Select
      {...rest}
      ref={inputRef}
      aria-label={name}
      value={chosen?.id ?? ''}
      onChange={event => {
        const picked = users.find(user => user.id === event.target.value);
        onText(picked ? textOfUser(picked) : '');
      }}
    >
      {isOptional && <option value="">–</option>}
      {chosen && !isListed && <option value={chosen.id}>{chosen.name || chosen.id}</option>}
      {users.map(user => (
        <option key={user.id} value={user.id}>
          {user.name}
        </option>
      ))}
    </Select>
  );
}

/** An amount and its currency: that of the workspace until another is chosen. */
function Amount({ text, onText, name, inputRef, ...rest }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const usual = useSession().workspace.currency;
  const { amount, currency } = partsOfAmount(text);
  const chosen = currency || usual;
  const { onKeyDown } = rest;
  return (
    <div className="flex gap-1">
      <Input
        {...rest}
        ref={inputRef}
        className="flex-1 tnum"
        aria-label={name}
        inputMode="decimal"
        autoComplete="off"
        value={amount}
        onChange={event => onText(amountOf(event.target.value, chosen))}
      />
      <Select
        className="w-20! shrink-0"
        aria-label={t('ui.currency')}
        value={chosen}
        onKeyDown={onKeyDown}
        onChange={event => onText(amountOf(amount, event.target.value))}
      >
        {currencyCodes().map(code => (
          <option key={code} value={code} title={format.currencyName(code)}>
            {code}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** Several of a list: a tick each. */
function SomeOf({
  text,
  onText,
  name,
  choices,
  autoFocus,
  inputRef,
  ...rest
}: PartProps & { choices: Offered[] }) {
  const chosen = partsOfSeveral(text);
  // What was taken out of the list since stays in the value until its tick is taken away.
  const orphans = chosen.filter(value => choices.every(choice => choice.value !== value));
  const offered = [...choices, ...orphans.map(value => ({ value, text: value }))];
  const toggle = (value: string, isChosen: boolean) =>
    onText(
      offered
        .filter(choice => (choice.value === value ? isChosen : chosen.includes(choice.value)))
        .map(choice => choice.value)
        .join('\n'),
    );
  return (
    <div
      role="group"
      aria-label={name}
      {...rest}
      className="flex max-h-56 flex-col overflow-y-auto rounded-md border border-edge bg-paper px-2 py-1"
    >
      {offered.map((choice, index) => (
        <Checkbox
          key={choice.value}
          label={choice.text}
          ref={index === 0 ? inputRef : undefined}
          autoFocus={autoFocus && index === 0}
          checked={chosen.includes(choice.value)}
          onChange={event => toggle(choice.value, event.target.checked)}
        />
      ))}
    </div>
  );
}
