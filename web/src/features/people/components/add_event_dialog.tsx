import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/lib/session.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Input, TextArea } from '@/ui/field.tsx';
import { summaryQuery } from '../api/queries.ts';
import { usePersonWrites } from '../api/writes.ts';

/** Writes down by hand what no source saw: a call, a visit, a sale. */
export default function AddEventDialog({ person, onClose }: { person: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('add_event.title')} isOpen onClose={onClose}>
      <AddEventForm person={person} onClose={onClose} />
    </Dialog>
  );
}

function AddEventForm({ person, onClose }: { person: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { currency } = useSession().workspace;
  const summary = useQuery(summaryQuery(person));
  const { addEvent } = usePersonWrites(person);
  const [isBusy, setIsBusy] = useState(false);
  const suggestions = [
    t('add_event.example_call'),
    t('add_event.example_visit'),
    ...(summary.data?.events_by_type ?? []).map(({ type }) => type),
  ];
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={event => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const text = (name: string) => String(given.get(name) ?? '').trim();
        const digits =
          new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
            .maximumFractionDigits ?? 2;
        const amount = text('amount');
        setIsBusy(true);
        void addEvent({
          type: text('type'),
          occurred_at: text('at') ? new Date(text('at')).toISOString() : undefined,
          properties: text('note') ? { note: text('note') } : undefined,
          revenue: amount ? { minor: Math.round(Number(amount) * 10 ** digits), currency } : undefined,
        }).then(done => {
          setIsBusy(false);
          if (done) onClose();
        });
      }}
    >
      <Field label={t('add_event.type')}>
        {ids => (
          <Input
            {...ids}
            name="type"
            required
            list="event-types"
            autoFocus
            autoComplete="off"
            maxLength={200}
          />
        )}
      </Field>
      <datalist id="event-types">
        {[...new Set(suggestions)].map(type => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('add_event.at')} hint={t('add_event.at_hint')}>
          {ids => <Input {...ids} name="at" type="datetime-local" />}
        </Field>
        <Field label={t('add_event.amount', { currency })}>
          {ids => (
            <Input {...ids} name="amount" type="number" step="any" inputMode="decimal" className="tnum" />
          )}
        </Field>
      </div>
      <Field label={t('add_event.note')}>{ids => <TextArea {...ids} name="note" />}</Field>
      <DialogActions>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={isBusy}>
          {t('add_event.submit')}
        </Button>
      </DialogActions>
    </form>
  );
}
