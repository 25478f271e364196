import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { FieldDefinition, PersonCopy, RecordRow } from '@/lib/api/types.ts';
import { formatters, type Formatters } from '@/lib/format.ts';
import { languageFor, languages, offeredLanguages, textsIn, type Language } from '@/lib/i18n.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useSession } from '@/lib/session.ts';
import { showToast } from '@/lib/toasts.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogActions } from '@/ui/dialog.tsx';
import { Field, Select } from '@/ui/field.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { dossierPage } from '../model/dossier.ts';

function saveFile(name: string, type: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** A value as the person reads it, in their language. */
function valueIn(language: Language, format: Formatters, field: FieldDefinition | undefined, value: unknown) {
  if (typeof value === 'object' && value !== null)
    return 'name' in value ? String(value.name) : JSON.stringify(value);
  const text = String(value);
  const choice = field?.choices?.find(candidate => candidate.value === text);
  if (choice) return choice.label[language] ?? choice.label.en ?? text;
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return format.dateTime(text);
  if (field?.name === 'country' && /^[A-Z]{2}$/.test(text)) return format.country(text);
  if (field?.name === 'language' && /^[a-z]{2}$/.test(text)) return format.languageName(text);
  return text;
}

/** A copy of everything about a person, as a page that they can read and as data that another program can. */
export default function CopyDialog({ row, onClose }: { row: RecordRow; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useRecordName()(row);
  const problems = useProblems();
  const objects = useSuspenseQuery(objectsQuery).data;
  const { workspace } = useSession();
  const [language, setLanguage] = useState<Language>(
    languageFor(typeof row.language === 'string' ? row.language : workspace.language),
  );
  const [isBusy, setIsBusy] = useState(false);

  const make = async (form: 'page' | 'data') => {
    setIsBusy(true);
    try {
      const { data } = await send<PersonCopy>('POST', `/people/${row.id}/copy`);
      const file = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-');
      if (form === 'data') {
        saveFile(`${file}.json`, 'application/json', JSON.stringify(data, null, 2));
      } else {
        const format = formatters({ language, timeZone: workspace.time_zone });
        const objectOf = (wanted: string) => objects.find(candidate => candidate.name === wanted);
        const field = (wanted: string, object = 'person') =>
          objectOf(object)?.fields.find(candidate => candidate.name === wanted);
        const page = dossierPage(data, {
          t: await textsIn(language),
          format,
          business: workspace.name,
          name,
          objectLabel: wanted => {
            const label = objectOf(wanted)?.label;
            return label?.[language] ?? label?.en ?? wanted;
          },
          fieldLabel: (wanted, object) => {
            const label = field(wanted, object)?.label;
            return label?.[language] ?? label?.en ?? wanted.replace(/^trait:/, '');
          },
          valueText: (wanted, value) => valueIn(language, format, field(wanted), value),
        });
        saveFile(`${file}.html`, 'text/html', page);
      }
      showToast({ text: t('rights.copied') });
      onClose();
    } catch (error) {
      problems.show(error);
      setIsBusy(false);
    }
  };
  return (
    <Dialog
      title={t('rights.copy_title', { name })}
      description={t('rights.copy_text')}
      isOpen
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <Field label={t('rights.language')}>
          {ids => (
            <Select
              {...ids}
              value={language}
              onChange={event => setLanguage(event.target.value as Language)}
              className="max-w-60"
            >
              {offeredLanguages.map(code => (
                <option key={code} value={code} lang={code}>
                  {languages[code].name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <DialogActions>
          <Button disabled={isBusy} onClick={() => void make('data')}>
            {t('rights.data_file')}
          </Button>
          <Button kind="primary" disabled={isBusy} onClick={() => void make('page')}>
            {t('rights.page')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
