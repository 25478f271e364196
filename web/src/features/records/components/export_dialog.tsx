import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, send, url } from '@/lib/api/client.ts';
import type { Export, NewExport, ObjectDefinition, Page, Purpose } from '@/lib/api/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Select } from '@/ui/field.tsx';
import { ExportOutcome } from '@/ui/records/export_outcome.tsx';
import type { ListSearch } from '../model/search.ts';

const all_purposes = 200;

/** The browser saves it by itself, however long it is: nothing of it passes through the page. */
function saveAs(address: string) {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

/** What the list shows, as a file: for which use, which columns, in which form; then how far it is, and who is not in it. */
export default function ExportDialog({
  object,
  search,
  shown,
  onClose,
}: {
  object: ObjectDefinition;
  search: ListSearch;
  /** The fields that the list shows now. */
  shown: string[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const problems = useProblems();
  const [purpose, setPurpose] = useState('');
  const [columns, setColumns] = useState<'shown' | 'all'>('shown');
  const [form, setForm] = useState<'csv' | 'jsonl'>('csv');
  const [id, setId] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const purposes = useQuery({
    queryKey: ['purposes'],
    queryFn: ({ signal }) => get<Page<Purpose>>('/purposes', { limit: all_purposes }, signal),
    select: page => page.data,
    staleTime: Infinity,
  });
  const made = useQuery({
    queryKey: ['exports', 'one', id],
    queryFn: ({ signal }) => get<Export>(`/exports/${id}`, {}, signal),
    enabled: id !== null,
    refetchInterval: query =>
      ['ready', 'running'].includes(query.state.data?.state ?? 'ready') ? 700 : false,
  });

  const begin = async () => {
    setIsBusy(true);
    try {
      const body: NewExport = { object: object.plural, format: form };
      if (search.filter) body.filter = search.filter;
      if (search.q) body.q = search.q;
      if (purpose) body.purpose = purpose;
      if (columns === 'shown') body.fields = shown;
      const { data } = await send<Export>('POST', '/exports', { body });
      saveAs(url(`/exports/${data.id}/file`));
      setId(data.id);
    } catch (error) {
      problems.show(error);
    }
    setIsBusy(false);
  };

  const isImportable = object.name === 'person' || object.name === 'company';
  const chosen = purposes.data?.find(({ name }) => name === purpose);
  return (
    <Dialog
      title={t('export.title', { objects: label(object.label_plural) })}
      description={t('export.text')}
      isOpen
      onClose={onClose}
    >
      {id !== null ? (
        <div className="flex flex-col gap-4">
          {made.data && <ExportOutcome item={made.data} purpose={chosen && label(chosen.label)} isHere />}
          <DialogActions>
            {made.data && ['failed', 'broken'].includes(made.data.state) && (
              <Button onClick={() => setId(null)}>{t('export.again')}</Button>
            )}
            <Button kind="primary" onClick={onClose}>
              {t('ui.close')}
            </Button>
          </DialogActions>
        </div>
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={event => {
            event.preventDefault();
            void begin();
          }}
        >
          <Field
            label={t('export.purpose')}
            hint={chosen ? t('export.purpose_hint') : t('export.own_use_hint')}
          >
            {ids => (
              <Select {...ids} value={purpose} onChange={event => setPurpose(event.target.value)}>
                <option value="">{t('export.own_use')}</option>
                {purposes.data?.map(each => (
                  <option key={each.name} value={each.name}>
                    {label(each.label)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            label={t('export.columns')}
            hint={columns === 'all' && isImportable ? t('export.all_hint') : undefined}
          >
            {ids => (
              <Select
                {...ids}
                value={columns}
                onChange={event => setColumns(event.target.value as 'shown' | 'all')}
              >
                <option value="shown">
                  {t('export.shown_columns', { count: shown.length, n: format.number(shown.length) })}
                </option>
                <option value="all">{t('export.all_columns')}</option>
              </Select>
            )}
          </Field>
          <Field label={t('export.form')}>
            {ids => (
              <Select
                {...ids}
                value={form}
                onChange={event => setForm(event.target.value as 'csv' | 'jsonl')}
              >
                <option value="csv">{t('export.forms.csv')}</option>
                <option value="jsonl">{t('export.forms.jsonl')}</option>
              </Select>
            )}
          </Field>
          <DialogActions>
            <Button onClick={onClose}>{t('ui.cancel')}</Button>
            <Button kind="primary" type="submit" disabled={isBusy}>
              {t('export.button')}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}
