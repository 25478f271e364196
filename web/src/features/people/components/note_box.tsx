import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { TextArea } from '@/ui/field.tsx';
import { usePersonWrites } from '../api/writes.ts';

/** A note is written where the story stands and becomes its newest line: a fact like any other, that can be withdrawn. */
export function NoteBox({ person }: { person: string }) {
  const { t } = useTranslation();
  const { addNote } = usePersonWrites(person);
  const [text, setText] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const save = async () => {
    const note = text.trim();
    if (!note || isBusy) return;
    setIsBusy(true);
    if (await addNote(note)) setText('');
    setIsBusy(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape leaves the box without leaving the page.
    if (event.key === 'Escape' && text) {
      event.stopPropagation();
      setText('');
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <form
      className="flex items-start gap-2 px-4 pt-3 max-sm:px-3"
      onSubmit={event => {
        event.preventDefault();
        void save();
      }}
    >
      <TextArea
        aria-label={t('note.label')}
        placeholder={t('note.placeholder')}
        value={text}
        maxLength={4000}
        rows={1}
        className="field-sizing-content resize-none max-h-40 min-h-(--tap)!"
        onChange={event => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text.trim() && (
        <Button type="submit" kind="primary" disabled={isBusy}>
          {t('note.save')}
        </Button>
      )}
    </form>
  );
}
