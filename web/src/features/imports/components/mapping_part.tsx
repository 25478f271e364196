import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { send } from '@/lib/api/client.ts';
import type { Import, ImportChoices, ImportPreview } from '@/lib/api/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from '@/ui/button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { Select } from '@/ui/field.tsx';
import { Section } from '@/ui/page.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { previewQuery } from '../api/queries.ts';
import { choicesOf, targetOf, withTarget } from '../model/plan.ts';
import { ExistingPart } from './existing_part.tsx';
import { FormatFields } from './format_fields.tsx';
import { ReferenceSelect } from './reference_select.tsx';
import { PreviewTable } from './preview_table.tsx';

type Plan = ImportPreview['plan'];

const problem_codes = ['no_person', 'no_name', 'no_date', 'no_amount'] as const;

/** Which column is what, and the first rows as they will become, before anything goes in. */
export function MappingPart({ item, onChange }: { item: Import; onChange: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const problems = useProblems();
  const [choices, setChoices] = useState<ImportChoices>({});
  // What was chosen since the server answered: it is seen at once, and what is chosen next builds on it.
  const [draft, setDraft] = useState<Plan | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const preview = useQuery(previewQuery(item.id, choices));
  const sentence = useProblemSentence();
  if (preview.isPending) return <Skeleton />;
  const beginAnew = () => {
    setDraft(null);
    setChoices({});
    void preview.refetch();
  };
  if (preview.isError) return <Problem error={preview.error} onRetry={beginAnew} />;
  const isAnswered = !preview.isPlaceholderData;
  const { plan: told } = preview.data;
  const asked = draft ?? { ...told, format: { ...told.format, ...choices.format } };
  const data = isAnswered ? preview.data : { ...preview.data, plan: asked };
  const isCutAnew = !isAnswered && !draft;
  const change = (plan: Plan) => {
    const all = choicesOf(plan);
    // Columns that are not known yet are not told of.
    if (isCutAnew) return setChoices({ ...all, plan: { ...all.plan, map: undefined, key: undefined } });
    setDraft(plan);
    setChoices(all);
  };
  // Another way of cutting the file makes other columns, which are recognised anew.
  const cutAnew = (plan: Plan) => {
    setDraft(null);
    setChoices({ format: plan.format });
  };

  const act = async (run: () => Promise<unknown>) => {
    setIsBusy(true);
    try {
      await run();
    } catch (error) {
      problems.show(error);
    }
    setIsBusy(false);
    onChange();
  };
  const start = () => act(() => send('POST', `/imports/${item.id}/start`, { body: choicesOf(data.plan) }));
  const discard = () =>
    act(async () => {
      await send('DELETE', `/imports/${item.id}`);
      await navigate({ to: '/imports' });
    });
  const earlier = item.earlier.at(-1);
  return (
    <div className="flex flex-col gap-6 p-6 max-sm:p-3">
      {earlier && (
        <p className="rounded-md border border-line-2 bg-amber-soft px-3 py-2 text-ink">
          {t('imports.earlier', { at: format.dateTime(earlier.created_at) })}
        </p>
      )}
      <div inert={isCutAnew} className="flex flex-col gap-6">
        <Section title={t('imports.columns')}>
          <Columns preview={data} onChange={change} />
        </Section>
        <ExistingPart preview={data} onChange={change} />
      </div>
      <Disclosure title={t('imports.format')}>
        <FormatFields
          plan={data.plan}
          onChange={(plan, isFormat) => (isFormat ? cutAnew(plan) : change(plan))}
        />
      </Disclosure>
      <Section title={t('imports.preview')}>
        {data.problem ? (
          <p role="status" className="text-soft">
            {sentence(data)}
          </p>
        ) : (
          <PreviewTable preview={data} />
        )}
      </Section>
      <div className="sticky bottom-0 -mx-6 flex gap-2 border-t bg-paper px-6 py-3 max-sm:-mx-3 max-sm:px-3">
        <Button
          kind="primary"
          disabled={isBusy || !isAnswered || !!data.problem}
          onClick={() => void start()}
        >
          {t('imports.start')}
        </Button>
        <Button kind="quiet" disabled={isBusy} onClick={() => void discard()}>
          {t('imports.discard')}
        </Button>
      </div>
    </div>
  );
}

/** What is missing for the file to go in, in the reader's language. */
function useProblemSentence(): (preview: ImportPreview) => string {
  const { t } = useTranslation();
  const label = useLabel();
  return ({ problem, targets }) => {
    if (!problem) return '';
    const name = problem.field.replace('map.', '');
    if (problem.code === 'required' && name !== problem.field)
      return t('imports.say_column', { field: label(targets.find(each => each.name === name)?.label, name) });
    const code = problem_codes.find(known => known === problem.code);
    return code ? t(`field_problem.${code}`) : problem.message;
  };
}

function Columns({
  preview,
  onChange,
}: {
  preview: ImportPreview;
  onChange: (plan: ImportPreview['plan']) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const targets = preview.targets.map(({ name, label: labels }) => ({ name, text: label(labels, name) }));
  return (
    <table className="w-full max-w-4xl table-fixed border-collapse text-left">
      <thead>
        <tr className="border-b text-xs text-quiet">
          <th className="w-1/4 py-1.5 pr-3 font-medium">{t('imports.column')}</th>
          <th className="py-1.5 pr-3 font-medium max-sm:hidden">{t('imports.examples')}</th>
          <th className="w-64 py-1.5 font-medium max-sm:w-1/2">{t('imports.becomes')}</th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map(column => (
          <tr key={column.number} className="border-b">
            <td className="truncate py-1 pr-3 font-medium text-ink" title={column.name}>
              {column.name}
            </td>
            <td className="truncate py-1 pr-3 text-soft max-sm:hidden">{column.examples.join(' · ')}</td>
            <td className="py-1">
              <Select
                aria-label={t('imports.becomes_of', { column: column.name })}
                value={targetOf(preview.plan, column.number)}
                onChange={event => onChange(withTarget(preview, column.number, event.target.value))}
              >
                <option value="">{t('imports.leave_out')}</option>
                {targets.map(({ name, text }) => (
                  <option key={name} value={name}>
                    {text}
                  </option>
                ))}
              </Select>
              <ReferenceSelect preview={preview} column={column} onChange={onChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
