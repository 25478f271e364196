import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { CheckedRule, RuleProblem } from '@/lib/api/types.ts';
import { useProblems } from '@/lib/use_problems.ts';

/** What the server says of a text in the rule language, be it a rule or a formula. */
export type Told = Pick<CheckedRule, 'is_valid' | 'text' | 'problems' | 'completions'>;

/** The server counts characters; the browser counts the two halves of a rare one as two. */
const unitsOf = (text: string, characters: number) => [...text].slice(0, characters).join('').length;
const charactersOf = (text: string, units: number) => [...text.slice(0, units)].length;

/**
 * What stands between the word's begin and the cursor where the text went on since it was asked about; undefined
 * where it did not. A text that changed before the word fits nothing that was offered for it.
 */
const typedSince = (asked: string, text: string, begin: number, cursor: number) => {
  if (asked === text) return undefined;
  return text.slice(0, begin) === asked.slice(0, begin) ? text.slice(begin, cursor) : '\0';
};
const fits = (completion: string, typed: string) => completion.toLowerCase().startsWith(typed.toLowerCase());

/** A text that is being written, and what the server says of it meanwhile. */
export function useWriting<T extends Told>(
  key: readonly unknown[],
  start: string,
  ask: (text: string, at: number, signal: AbortSignal) => Promise<T>,
) {
  const [text, setText] = useState(start);
  const [cursor, setCursor] = useState(start.length);
  const asked = useDeferredValue(text);
  const at = charactersOf(asked, cursor);
  const { data } = useQuery({
    queryKey: [...key, asked, at],
    queryFn: async ({ signal }) => ({ ...(await ask(asked, at, signal)), asked, at }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const isEmpty = text.trim() === '';
  const isAnswered = data?.asked === text;
  return {
    text,
    setText: (next: string) => setText(next),
    cursor,
    setCursor: (next: number) => setCursor(next),
    asked,
    at,
    data,
    isEmpty,
    /** Whether what is said is of the text as it stands. */
    isAnswered,
    wrong: isEmpty ? [] : (data?.problems ?? []),
  };
}
export type Writing = ReturnType<typeof useWriting<Told>>;

const shared = 'px-2 py-1 font-mono text-xs leading-5 whitespace-pre-wrap break-words';

/** What is offered is seen whole: in a dialog it may begin below what is shown. */
const reveal = (list: HTMLElement | null) => list?.scrollIntoView({ block: 'nearest' });

/** The text in a box: what is wrong is underlined and told below, and how it may go on is offered. */
export function LanguageText({
  writing,
  area,
  label,
  placeholder,
  rows = 1,
  pathLabel,
  onEnter,
  onEscape,
}: {
  writing: Writing;
  area?: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder: string;
  rows?: number;
  pathLabel: (path: string) => string;
  onEnter: () => void;
  /** Without it the key is whoever stands around it's. */
  onEscape?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const id = useId();
  const { text, setText, cursor, setCursor, asked, data, wrong } = writing;
  const [active, setActive] = useState(-1);
  const [isOffering, setIsOffering] = useState(false);
  const word = data?.completions;
  // Between words a mistake before is more worth telling than how to go on after it: where the answer's own text was between words.
  const isTelling = !!data && word?.begin === word?.end && wrong.some(problem => problem.begin < data.at);
  const typed = data && word ? typedSince(data.asked, text, unitsOf(text, word.begin), cursor) : undefined;
  const offered =
    isOffering && !isTelling && word
      ? word.data.filter(completion => typed === undefined || fits(completion.text, typed))
      : [];

  const take = (index: number, input: HTMLTextAreaElement) => {
    const completion = offered[index];
    if (!completion || !word) return;
    const begin = unitsOf(text, word.begin);
    const end = typed === undefined ? unitsOf(text, word.end) : cursor;
    // What opens a parenthesis goes on at once.
    const next = `${text.slice(0, begin)}${completion.text}${completion.text.endsWith('(') ? '' : ' '}`;
    // At once: a letter that is typed before the next frame belongs behind the word.
    flushSync(() => {
      setText(next + text.slice(end).trimStart());
      setCursor(next.length);
      setActive(-1);
    });
    input.setSelectionRange(next.length, next.length);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'ArrowDown' && offered.length) setActive(Math.min(active + 1, offered.length - 1));
    else if (event.key === 'ArrowUp' && offered.length) setActive(Math.max(active - 1, -1));
    else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0) take(active, event.currentTarget);
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Escape' && active >= 0) setActive(-1);
    else if (event.key === 'Escape' && onEscape) onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <div className="relative min-w-0">
        <div aria-hidden="true" className={`${shared} pointer-events-none absolute inset-0 text-transparent`}>
          <Underlined text={asked} problems={wrong} />
        </div>
        <textarea
          ref={area}
          rows={Math.min(6, Math.max(rows, Math.ceil(text.length / 90)))}
          className={`${shared} relative block w-full resize-none rounded-md border border-edge bg-transparent text-ink`}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={wrong.length > 0}
          aria-describedby={wrong.length ? `${id}-problem` : undefined}
          spellCheck={false}
          autoCapitalize="off"
          value={text}
          placeholder={placeholder}
          onChange={event => {
            setText(event.target.value);
            setCursor(event.target.selectionStart);
            setActive(-1);
            setIsOffering(true);
          }}
          onSelect={event => setCursor(event.currentTarget.selectionStart)}
          onBlur={() => setIsOffering(false)}
          onFocus={() => setIsOffering(true)}
          onKeyDown={onKeyDown}
        />
        {offered.length > 0 && (
          <ul
            ref={reveal}
            id={`${id}-list`}
            role="listbox"
            aria-label={t('filter.go_on')}
            className="absolute top-full left-0 z-30 mt-1 max-h-40 w-80 max-w-full overflow-auto rounded-md border border-line-2 bg-paper py-1"
          >
            {offered.map((completion, index) => (
              <li
                key={completion.text}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                className={`flex min-h-6 cursor-pointer items-center justify-between gap-3 px-2 ${
                  index === active ? 'bg-accent-soft text-ink' : 'hover:bg-hover'
                }`}
                onPointerDown={event => event.preventDefault()}
                onClick={event => {
                  const input = event.currentTarget.closest('div')?.querySelector('textarea');
                  if (input) take(index, input);
                }}
              >
                <span className="truncate font-mono text-xs">{completion.text}</span>
                {completion.kind === 'field' && (
                  <span className="truncate text-xs text-quiet">{pathLabel(completion.field)}</span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {wrong.length > 0 && !offered.length && <Wrong id={`${id}-problem`} asked={asked} problems={wrong} />}
    </div>
  );
}

function Wrong({ id, asked, problems }: { id: string; asked: string; problems: RuleProblem[] }) {
  const { t } = useTranslation();
  const { fieldText } = useProblems();
  return (
    <ul id={id} className="text-xs text-red">
      {problems.slice(0, 3).map(problem => (
        <li key={`${problem.begin}${problem.code}`}>
          {t('filter.problem', {
            place: [...asked].slice(problem.begin, problem.end).join('') || t('filter.end'),
            problem: fieldText(problem.code),
          })}
          {problem.suggestions[0] && (
            <span className="ml-1 text-soft">{t('filter.meant', { word: problem.suggestions[0] })}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The same text, unseen, with a line under what is wrong. */
function Underlined({ text, problems }: { text: string; problems: RuleProblem[] }) {
  const letters = [...text];
  const pieces: { text: string; isWrong: boolean }[] = [];
  let at = 0;
  for (const { begin, end } of problems.toSorted((a, b) => a.begin - b.begin)) {
    if (begin < at) continue;
    pieces.push({ text: letters.slice(at, begin).join(''), isWrong: false });
    pieces.push({ text: letters.slice(begin, end).join('') || ' ', isWrong: true });
    at = end;
  }
  pieces.push({ text: letters.slice(at).join(''), isWrong: false });
  return pieces.map((piece, index) => (
    <span
      key={index}
      className={piece.isWrong ? 'underline decoration-red decoration-wavy underline-offset-2' : ''}
    >
      {piece.text}
    </span>
  ));
}
