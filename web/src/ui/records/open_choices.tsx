import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { choices_max, offeredFor, type Offered } from '@/lib/records/choices.ts';
import { newChoiceMark, partsOfSeveral } from '@/lib/records/types.ts';
import { ColorDot } from '../choice_mark.tsx';
import { Icon } from '../icon.tsx';
import type { ValueInputProps } from './value_input.tsx';

type Props = Omit<ValueInputProps, 'isOptional' | 'isAdding' | 'onFocus'> & { choices: Offered[] };

/**
 * The choices of an open field: type to find one, the arrows choose, Enter takes it; what is not there is added by the last row.
 * Backspace in the empty box takes the last one away.
 */
export default function OpenChoices({
  field,
  choices,
  text,
  onText,
  name,
  autoFocus,
  inputRef,
  onKeyDown,
  ...rest
}: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(-1);
  const isSeveral = field.type === 'multi_choice';
  const chosen = partsOfSeveral(text);
  const { list, added } = offeredFor(typed, choices, chosen);
  const isFull = choices.length + chosen.filter(each => each.startsWith(newChoiceMark)).length >= choices_max;
  const rows: (Offered & { isNew?: boolean })[] =
    added && !isFull ? [...list, { value: newChoiceMark + added, text: added, isNew: true }] : list;
  const wordsOf = (value: string) =>
    value.startsWith(newChoiceMark)
      ? value.slice(1)
      : (choices.find(choice => choice.value === value)?.text ?? value);

  const type = (words: string) => {
    setTyped(words);
    setActive(words.trim() ? 0 : -1);
  };
  const take = (row: Offered | undefined) => {
    if (!row) return;
    type('');
    onText(isSeveral ? [...chosen, row.value].join('\n') : row.value);
  };
  const leave = (value: string) => onText(chosen.filter(each => each !== value).join('\n'));
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const last = chosen.at(-1);
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, typed.trim() ? 0 : -1));
    else if ((event.key === 'Enter' || (event.key === ',' && isSeveral)) && typed.trim()) take(rows[active]);
    else if (event.key === 'Enter' && rows[active]) take(rows[active]);
    else if (event.key === 'Backspace' && !typed && last) leave(last);
    else return onKeyDown?.(event);
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div role="group" aria-label={name} className="rounded-md border border-edge bg-paper p-1">
      <div className="flex flex-wrap items-center gap-1">
        {chosen.map(value => (
          <span
            key={value}
            className="inline-flex max-w-full items-center gap-1 rounded-sm bg-paper-3 pl-1.5 text-xs text-ink"
          >
            <ColorDot color={choices.find(choice => choice.value === value)?.color} />
            <span className="truncate">{wordsOf(value)}</span>
            <button
              type="button"
              aria-label={t('choices.leave', { name: wordsOf(value) })}
              className="grid size-6 place-items-center rounded-sm text-quiet hover:bg-hover hover:text-ink"
              onPointerDown={event => event.preventDefault()}
              onClick={() => leave(value)}
            >
              <Icon name="close" className="size-3" />
            </button>
          </span>
        ))}
        <input
          {...rest}
          ref={inputRef}
          className="h-7 min-w-24 flex-1 bg-transparent px-1 text-sm outline-none placeholder:text-quiet"
          role="combobox"
          aria-label={name}
          aria-expanded={rows.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={rows[active] ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          autoFocus={autoFocus}
          maxLength={80}
          placeholder={chosen.length ? undefined : t('choices.placeholder')}
          value={typed}
          onChange={event => type(event.target.value)}
          onKeyDown={onKey}
        />
      </div>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={name}
        className={rows.length ? 'mt-1 max-h-56 overflow-auto border-t border-line pt-1' : ''}
      >
        {rows.map((row, index) => (
          <li
            key={row.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            ref={index === active ? element => element?.scrollIntoView?.({ block: 'nearest' }) : undefined}
            className={`flex min-h-(--tap) cursor-pointer items-center gap-2 rounded-sm px-2 text-sm ${
              index === active ? 'bg-accent-soft text-ink' : 'hover:bg-hover'
            }`}
            onPointerDown={event => event.preventDefault()}
            onClick={() => take(row)}
          >
            {row.isNew ? <Icon name="plus" className="size-3.5" /> : <ColorDot color={row.color} />}
            <span className="truncate">{row.isNew ? t('choices.add', { name: row.text }) : row.text}</span>
          </li>
        ))}
      </ul>
      {added && isFull && (
        <p role="status" className="px-2 py-1 text-xs text-quiet">
          {t('choices.full', { limit: choices_max })}
        </p>
      )}
    </div>
  );
}
