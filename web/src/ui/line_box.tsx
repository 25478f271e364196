import { type ComponentProps, type KeyboardEvent, type ReactNode, useState } from 'react';
import { TextArea } from './field.tsx';

const characters_max = 4000;

/** A box that grows with what is written in it: Enter saves, Shift+Enter begins a line, Escape leaves without saving. */
export function LineBox({
  label,
  placeholder = label,
  className,
  text: start = '',
  onText,
  onSave,
  onEscape,
  takesFocus = false,
  takesKey,
  box,
  children,
}: {
  label: string;
  placeholder?: string;
  className: string;
  /** What stands in it to begin with. */
  text?: string;
  onText?: (text: string) => void;
  /** Says whether it was saved; the box is then empty. */
  onSave: (text: string) => Promise<boolean>;
  /** Beside emptying the box. */
  onEscape?: () => void;
  takesFocus?: boolean;
  /** Whether a key means something else at the moment. */
  takesKey?: (event: KeyboardEvent<HTMLTextAreaElement>, setText: (text: string) => void) => boolean;
  box?: Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'onKeyDown' | 'className'>;
  /** The button, told whether there is anything to save. */
  children: (canSave: boolean, isEmpty: boolean) => ReactNode;
}) {
  const [text, setWritten] = useState(start);
  const [isBusy, setIsBusy] = useState(false);
  const written = text.trim();
  const setText = (next: string) => {
    setWritten(next);
    onText?.(next);
  };
  const save = async () => {
    if (!written || isBusy) return;
    setIsBusy(true);
    if (await onSave(written)) setText('');
    setIsBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (takesKey?.(event, setText)) return;
    // Escape leaves the box without leaving the page.
    if (event.key === 'Escape' && (text || onEscape)) {
      event.stopPropagation();
      setText('');
      onEscape?.();
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <form
      className={`flex items-start gap-2 ${className}`}
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <TextArea
        autoFocus={takesFocus}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={characters_max}
        rows={1}
        className="field-sizing-content max-h-40 min-h-(--tap)! resize-none"
        onChange={event => setText(event.target.value)}
        onKeyDown={onKeyDown}
        {...box}
      />
      {children(!!written && !isBusy, !written)}
    </form>
  );
}
