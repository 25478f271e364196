import { useId, useImperativeHandle, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { afterPress } from '@/lib/after_press.ts';
import { tidied } from '@/lib/fold.ts';
import type { Offered } from '@/lib/records/choices.ts';
import { meantBy, meantByAll, rowsFor, separators, type OfferedRow } from '@/lib/records/offered_choices.ts';
import { newChoiceMark, partsOfSeveral } from '@/lib/records/types.ts';
import { isComposing } from '@/lib/shortcuts.ts';
import { ColorDot } from '../choice_mark.tsx';
import { Icon } from '../icon.tsx';
import type { ValueInputProps } from './value_input.tsx';

export type OpenChoicesProps = Omit<ValueInputProps, 'isOptional' | 'isAdding' | 'onFocus'> & {
  choices: Offered[];
};

/**
 * The choices of an open field. Enter, a comma and leaving take what was typed, whole: the choice of these words, or a new one. The
 * arrows choose another that contains them. Backspace in the empty box takes the last one out.
 */
export default function OpenChoices({
  field,
  choices,
  text,
  onText,
  name,
  autoFocus,
  inputRef,
  wholeRef,
  onKeyDown,
  ...rest
}: OpenChoicesProps) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  /** The row that the arrows chose; null: none. */
  const [reached, setReached] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const isSeveral = field.type === 'multi_choice';
  const chosen = partsOfSeveral(text);
  const rows = rowsFor(typed, choices, chosen);
  const meant = meantBy(typed, choices, chosen);
  const first = meant && rows[0]?.value === meant.value ? 0 : -1;
  const active = reached ?? first;
  /** What the words are taken as: what stands marked below them. */
  const taken = meant ? [rows[active] ?? meant] : [];

  const textWith = (added: OfferedRow[]) => {
    const values = added.map(({ value }) => value);
    return isSeveral ? [...new Set([...chosen, ...values])].join('\n') : (values.at(-1) ?? text);
  };
  useImperativeHandle(wholeRef, () => textWith(taken));
  const wordsOf = (value: string) =>
    value.startsWith(newChoiceMark)
      ? value.slice(1)
      : (choices.find(choice => choice.value === value)?.text ?? value);

  const type = (words: string) => {
    setTyped(words);
    setReached(null);
  };
  const take = (added: OfferedRow[], rest = '') => {
    type(rest);
    const fresh = added.filter(({ value }) => !chosen.includes(value));
    if (fresh.length) setSaid(t('choices.added', { name: fresh.map(row => row.text).join(', ') }));
    if (fresh.length || (added.length && !isSeveral)) onText(textWith(added));
  };
  const takeOut = (value: string) => {
    setSaid(t('choices.taken_out', { name: wordsOf(value) }));
    onText(chosen.filter(each => each !== value).join('\n'));
  };
  // Keyboards of phones tell no keys: a separator is found in what was typed.
  const onType = (words: string) => {
    const parts = isSeveral ? words.split(separators) : [words];
    const last = parts.pop() ?? '';
    if (parts.length) take(meantByAll(parts, choices, chosen), last.trimStart());
    else type(words);
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text').trim();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const words = value.slice(0, selectionStart ?? 0) + pasted + value.slice(selectionEnd ?? value.length);
    if (!isSeveral || !separators.test(words)) return;
    event.preventDefault();
    take(meantByAll(words.split(separators), choices, chosen));
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const last = chosen.at(-1);
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown') setReached(Math.min(active + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setReached(Math.max(active - 1, first));
    else if (event.key === 'Enter' && taken.length) take(taken);
    else if (event.key === 'Enter' && rows[active]) take([rows[active]]);
    else if (event.key === 'Escape' && tidied(typed)) type('');
    else if (event.key === 'Backspace' && !typed && !event.repeat && last) takeOut(last);
    else return onKeyDown?.(event);
    event.preventDefault();
    event.stopPropagation();
  };
  const isShown = isOpen && rows.length > 0;

  return (
    <div
      role="group"
      aria-label={name}
      className="relative flex flex-wrap items-center gap-1 rounded-md border border-edge bg-paper p-1 has-[input:focus]:outline-2 has-[input:focus]:outline-(--accent) has-[[aria-invalid=true]]:border-red"
      // A press beside the words goes into the box; one on a row or a button leaves the focus where it is.
      onMouseDown={event => {
        const target = event.target as HTMLElement;
        if (target === input.current) return;
        event.preventDefault();
        if (!target.closest('button, ul')) input.current?.focus();
      }}
      onBlur={event => {
        if (event.currentTarget.contains(event.relatedTarget)) return setIsOpen(false);
        afterPress(() => {
          // Whoever looks at another window, or came back at once, is in the box still.
          if (document.activeElement === input.current) return;
          setIsOpen(false);
          take(taken);
        });
      }}
    >
      {chosen.map(value => (
        <Tag
          key={value}
          words={wordsOf(value)}
          color={choices.find(choice => choice.value === value)?.color}
          onTakeOut={button => {
            if (button === document.activeElement) input.current?.focus();
            takeOut(value);
          }}
        />
      ))}
      <input
        {...rest}
        ref={element => {
          input.current = element;
          inputRef?.(element);
        }}
        className="h-(--tap) min-w-8 flex-1 bg-transparent px-1 text-sm outline-none placeholder:text-quiet focus:min-w-24"
        role="combobox"
        aria-label={name}
        aria-expanded={isShown}
        aria-controls={isShown ? `${id}-list` : undefined}
        aria-activedescendant={isShown && rows[active] ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        autoFocus={autoFocus}
        placeholder={chosen.length ? undefined : t('choices.placeholder')}
        value={typed}
        onChange={event => onType(event.target.value)}
        onPaste={onPaste}
        onKeyDown={onKey}
        onFocus={() => setIsOpen(true)}
      />
      {isShown && (
        <ul
          id={`${id}-list`}
          role="listbox"
          aria-label={name}
          tabIndex={-1}
          className="absolute inset-x-0 top-full z-20 mt-1 max-h-56 overflow-auto rounded-md border border-line-2 bg-paper p-1"
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
              onClick={() => take([row])}
            >
              {row.isNew ? <Icon name="plus" className="size-3.5" /> : <ColorDot color={row.color} />}
              <span className="truncate">{row.isNew ? t('choices.add', { name: row.text }) : row.text}</span>
            </li>
          ))}
        </ul>
      )}
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}

/** What is chosen, with the button that takes it out. */
function Tag({
  words,
  color,
  onTakeOut,
}: {
  words: string;
  color: string | undefined;
  onTakeOut: (button: HTMLElement) => void;
}) {
  const { t } = useTranslation();
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1 rounded-sm bg-paper-3 pl-1.5 text-sm text-ink">
      <ColorDot color={color} />
      <span className="truncate">{words}</span>
      <button
        type="button"
        aria-label={t('choices.leave', { name: words })}
        className="grid size-(--tap) shrink-0 place-items-center rounded-sm text-quiet hover:bg-hover hover:text-ink"
        onKeyDown={event => {
          if (event.key === 'Backspace' || event.key === 'Delete') onTakeOut(event.currentTarget);
          // Enter presses the button: it saves nothing, as it would in the box.
          else if (event.key !== 'Enter' && event.key !== ' ') return;
          else return event.stopPropagation();
          event.preventDefault();
          event.stopPropagation();
        }}
        onClick={event => onTakeOut(event.currentTarget)}
      >
        <Icon name="close" className="size-3" />
      </button>
    </span>
  );
}
