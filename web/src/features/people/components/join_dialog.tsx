import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '@/lib/api/types.ts';
import { useObject } from '@/lib/records/queries.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { RecordPicker } from '@/ui/record_picker.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { usePersonWrites } from '../api/writes.ts';
import { JoinPreview } from './join_preview.tsx';

/** Says that another person is this one. Nothing is rewritten, so it can be parted again. */
export default function JoinDialog({ row, onClose }: { row: RecordRow; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useRecordName();
  const navigate = useNavigate();
  const { join } = usePersonWrites(row.id);
  const [other, setOther] = useState<RecordRow | null>(null);
  const object = useObject('people');
  const [isBusy, setIsBusy] = useState(false);
  const submit = async () => {
    if (!other) return;
    setIsBusy(true);
    const answer = await join(other.id);
    setIsBusy(false);
    if (!answer) return;
    setOther(null);
    onClose();
    if (answer.survivor !== row.id) void navigate({ to: `/people/${answer.survivor}`, replace: true });
  };
  return (
    <Dialog
      title={t('join.title', { name: nameOf(row) })}
      description={t('join.text')}
      isOpen
      size="lg"
      onClose={onClose}
    >
      {other ? (
        <div className="flex flex-col gap-4">
          <div className="flex items-center justify-between gap-3 rounded-md border px-3 py-2">
            <span>
              <span className="font-medium text-ink">{nameOf(other)}</span>
              {other.email && <span className="text-quiet"> · {String(other.email)}</span>}
            </span>
            <Button kind="quiet" onClick={() => setOther(null)}>
              {t('join.another')}
            </Button>
          </div>
          <JoinPreview object={object} one={row.id} other={other.id} />
          <DialogActions>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button kind="primary" disabled={isBusy} onClick={() => void submit()}>
              {t('join.submit')}
            </Button>
          </DialogActions>
        </div>
      ) : (
        <RecordPicker
          plural="people"
          label={t('join.find')}
          exclude={row.id}
          autoFocus
          onPick={(_, found) => setOther(found)}
        />
      )}
    </Dialog>
  );
}
