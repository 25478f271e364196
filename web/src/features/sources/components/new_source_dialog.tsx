import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { NewWriteKey, Source, SourceKind } from '@/lib/api/types.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { CodeBlock } from '@/ui/code_block.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { keepFreshKey } from '../model/fresh_keys.ts';

const kinds: SourceKind[] = ['web', 'server', 'mobile', 'import'];
type Made = Source & { key: NewWriteKey };

/** Makes a source and shows its first key, once. */
export function NewSourceDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Dialog title={made ? t('source.key_title') : t('source.new_title')} isOpen={isOpen} onClose={close}>
      {made ? (
        <div className="flex flex-col gap-3">
          <p className="text-soft">{t('source.key_text')}</p>
          <CodeBlock text={made.key.secret} label={t('source.key')} />
          <Button
            kind="primary"
            className="self-end"
            onClick={() => void navigate({ to: `/sources/${made.id}` })}
          >
            {t('source.to_snippet')}
          </Button>
        </div>
      ) : (
        <NewSourceForm onCancel={close} onMade={setMade} />
      )}
    </Dialog>
  );
}

function NewSourceForm({ onCancel, onMade }: { onCancel: () => void; onMade: (made: Made) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const problems = useProblems();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (given: FormData) => {
    const name = String(given.get('name') ?? '').trim();
    if (!name) return setProblem(problems.fieldText('required'));
    setIsBusy(true);
    try {
      const { data } = await send<Made>('POST', '/sources', { body: { name, kind: given.get('kind') } });
      keepFreshKey(data.id, data.key.secret);
      void client.invalidateQueries({ queryKey: ['sources'] });
      void client.invalidateQueries({ queryKey: ['home'] });
      onMade(data);
    } catch (error) {
      setProblem(problems.text(error));
    }
    setIsBusy(false);
  };
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <Field label={t('source.name')} problem={problem}>
        {ids => (
          <Input {...ids} name="name" autoFocus autoComplete="off" placeholder={t('source.name_example')} />
        )}
      </Field>
      <Field label={t('source.kind')}>
        {ids => (
          <Select {...ids} name="kind">
            {kinds.map(kind => (
              <option key={kind} value={kind}>
                {t(`source.kinds.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('ui.cancel')}</Button>
        <Button kind="primary" type="submit" disabled={isBusy}>
          {t('source.create')}
        </Button>
      </div>
    </form>
  );
}
