import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { usePersonWrites } from '../api/writes.ts';
import { LineBox } from '@/ui/line_box.tsx';

/** A note is written where the story stands and becomes its newest line: a fact like any other, that can be withdrawn. */
export function NoteBox({ person }: { person: string }) {
  const { t } = useTranslation();
  const { addNote } = usePersonWrites(person);
  return (
    <LineBox
      label={t('note.label')}
      placeholder={t('note.placeholder')}
      className="px-4 pt-3 max-sm:px-3"
      onSave={async text => !!(await addNote(text))}
    >
      {(canSave, isEmpty) =>
        !isEmpty && (
          <Button type="submit" kind="primary" disabled={!canSave}>
            {t('note.save')}
          </Button>
        )
      }
    </LineBox>
  );
}
