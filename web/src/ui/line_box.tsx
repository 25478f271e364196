import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { TextArea } from '@/ui/field.tsx';

const characters_max = 4000;

/** A box that grows with what is written in it: Enter saves, Shift+Enter begins a line, Escape leaves without saving. */
export function LineBox({
  label,
  placeholder = label,
  className,
  onSave,
  onEscape,
  takesFocus = false,
  children,
}: {
  label: string;
  placeholder?: string;
  className: string;
  /** Says whether it was saved; the box is then empty. */
  onSave: (text: string) => Promise<boolean>;
  /** Beside emptying the box. */
  onEscape?: () => void;
  takesFocus?: boolean;
  /** The button, told whether there is anything to save. */
  children: (canSave: boolean, isEmpty: boolean) => ReactNode;
}) {
  const [text, setText] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const written = text.trim();
  const save = async () => {
    if (!written || isBusy) return;
    setIsBusy(true);
    if (await onSave(written)) setText('');
    setIsBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
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
      />
      {children(!!written && !isBusy, !written)}
    </form>
  );
}
