import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mentionableQuery, mentionAt, type Colleague, type Comment, type Subject } from '@/lib/talk.ts';
import { Button } from '../button.tsx';
import { LineBox } from '../line_box.tsx';

/** A box in which an `@` offers colleagues; who cannot see the record is told apart before anything is sent. */
export function MentionBox({
  subject,
  label,
  save,
  className,
  comment,
  onSave,
  onEscape,
  takesFocus,
}: {
  subject: Subject;
  label: string;
  save: string;
  className: string;
  /** The one that is changed. */
  comment?: Comment;
  onSave: (text: string, mentions: string[]) => Promise<boolean>;
  onEscape?: () => void;
  takesFocus?: boolean;
}) {
  const { t } = useTranslation();
  const listId = useId();
  const element = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(comment?.text ?? '');
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  /** Where offering was waved away: it begins again with another `@`. */
  const [dismissed, setDismissed] = useState(-1);
  const [picked, setPicked] = useState<Colleague[]>(
    () => comment?.mentions.map(({ id, name, is_told }) => ({ id, name, may_see: is_told })) ?? [],
  );
  const asked = mentionAt(text, Math.min(caret, text.length));
  const isAsking = !!asked && asked.start !== dismissed;
  const colleagues = useQuery({
    ...mentionableQuery(subject, asked?.q ?? ''),
    enabled: isAsking,
    placeholderData: keepPreviousData,
  });
  const offered = isAsking ? (colleagues.data ?? []) : [];
  // What was offered for other letters is not what Enter means, nor is what is offered sent away unread.
  const isLate = isAsking && (colleagues.isPending || colleagues.isPlaceholderData);
  const chosen = offered[Math.min(at, offered.length - 1)];
  const mentioned = picked.filter(({ name }) => text.includes(`@${name}`));
  const untold = mentioned.filter(({ may_see }) => !may_see);

  const pick = (colleague: Colleague, write: (text: string) => void) => {
    if (!asked) return;
    const before = `${text.slice(0, asked.start)}@${colleague.name} `;
    write(before + text.slice(caret).replace(/^ /, ''));
    setPicked(others => [...others.filter(({ id }) => id !== colleague.id), colleague]);
    setDismissed(asked.start);
    setAt(0);
    setCaret(before.length);
    requestAnimationFrame(() => element.current?.setSelectionRange(before.length, before.length));
  };
  const write = useRef<(text: string) => void>(() => {});
  const takesKey = (event: KeyboardEvent, setWritten: (text: string) => void) => {
    write.current = setWritten;
    const isPicking = (event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab';
    if (!chosen && !(isLate && isPicking)) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && chosen) setAt((offered.indexOf(chosen) + step + offered.length) % offered.length);
    else if (event.key === 'Escape') setDismissed(asked!.start);
    else if (!isPicking) return false;
    else if (chosen && !isLate) pick(chosen, setWritten);
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return (
    <div className={`relative flex flex-col gap-1 ${className}`}>
      <LineBox
        label={label}
        placeholder={t('talk.placeholder')}
        className="flex-col items-stretch!"
        text={text}
        onText={next => {
          setText(next);
          setAt(0);
          if (next[dismissed] !== '@') setDismissed(-1);
        }}
        takesFocus={takesFocus}
        takesKey={takesKey}
        onEscape={onEscape}
        onSave={async written => {
          const isSaved = await onSave(
            written,
            mentioned.map(({ id }) => id),
          );
          if (isSaved) setPicked([]);
          return isSaved;
        }}
        box={{
          ref: element,
          onSelect: event => setCaret(event.currentTarget.selectionStart),
          'aria-autocomplete': 'list',
          'aria-controls': chosen ? listId : undefined,
          'aria-activedescendant': chosen ? `${listId}-${chosen.id}` : undefined,
        }}
      >
        {(canSave, isEmpty) =>
          (!isEmpty || onEscape) && (
            <span className="flex justify-end gap-2">
              {onEscape && <Button onClick={onEscape}>{t('ui.cancel')}</Button>}
              <Button type="submit" kind="primary" disabled={!canSave}>
                {save}
              </Button>
            </span>
          )
        }
      </LineBox>
      {chosen && (
        <ul
          id={listId}
          role="listbox"
          aria-label={t('talk.colleagues')}
          className="absolute inset-x-0 top-full z-10 max-h-64 overflow-auto rounded-md border border-line-2 bg-paper p-1"
        >
          {offered.map(colleague => (
            <li
              key={colleague.id}
              id={`${listId}-${colleague.id}`}
              role="option"
              aria-selected={colleague === chosen}
              className="flex min-h-(--tap) cursor-pointer flex-col justify-center rounded-sm px-2 text-sm text-text aria-selected:bg-accent-soft aria-selected:text-ink"
              // The box keeps the focus.
              onMouseDown={event => {
                event.preventDefault();
                pick(colleague, write.current);
              }}
            >
              {colleague.name}
              {!colleague.may_see && <span className="text-xs text-soft">{t('talk.cannot_see')}</span>}
            </li>
          ))}
        </ul>
      )}
      <span role="status" className="text-xs text-amber">
        {untold.map(({ name }) => t('talk.not_told', { name })).join(' ')}
      </span>
    </div>
  );
}
