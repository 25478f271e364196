import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportKind } from '@/lib/api/types.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { useKindLabel, useKinds } from '../model/kinds.ts';
import { upload } from '../model/upload.ts';
import { Progress } from '@/ui/progress.tsx';

/** What is in the file, and which it is; the rest is recognised and shown before anything goes in. */
export function NewImportDialog({
  isOpen,
  kind: suggested,
  onClose,
}: {
  isOpen: boolean;
  kind?: ImportKind;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problems = useProblems();
  const kinds = useKinds();
  const kindLabel = useKindLabel();
  const [chosen, setKind] = useState<ImportKind | null>(null);
  const kind = [chosen, suggested].find(each => each && kinds.includes(each)) ?? kinds[0] ?? 'people';
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);

  const close = () => {
    stop.current?.abort();
    setShare(null);
    setFile(null);
    onClose();
  };
  const send = async () => {
    if (!file) return;
    stop.current = new AbortController();
    setShare(0);
    try {
      const made = await upload(file, kind, setShare, stop.current.signal);
      close();
      void navigate({ to: '/imports/$id', params: { id: made.id } });
    } catch (error) {
      setShare(null);
      if (!stop.current.signal.aborted) problems.show(error);
    }
  };
  return (
    <Dialog title={t('imports.new')} description={t('imports.text')} isOpen={isOpen} onClose={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault();
          void send();
        }}
      >
        <Field
          label={t('imports.choose_kind')}
          hint={t(kind === 'sales' ? 'imports.kind_text.sales' : 'imports.kind_text.record')}
        >
          {ids => (
            <Select {...ids} value={kind} onChange={event => setKind(event.target.value)}>
              {kinds.map(each => (
                <option key={each} value={each}>
                  {kindLabel(each)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('imports.choose_file')} hint={t('imports.file_hint')}>
          {ids => (
            <Input
              {...ids}
              type="file"
              required
              accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
              className="h-auto! py-1.5"
              onChange={event => setFile(event.target.files?.[0] ?? null)}
            />
          )}
        </Field>
        {share !== null && <Progress label={t('imports.reading')} share={share} />}
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={!file || share !== null}>
            {t('imports.look')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
