import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, send, url } from '@/lib/api/client.ts';
import type { SetUpDifference } from '@/lib/api/types.ts';
import { objectsQuery } from '@/lib/records/queries.ts';
import { useMay } from '@/lib/session.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { useUndo } from '@/lib/use_undo.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Field, Input } from '@/ui/field.tsx';
import { Section } from '@/ui/page.tsx';
import { Problem } from '@/ui/states.tsx';
import { groupsOf, known_parts, type Difference } from '../model/set_up.ts';

interface Compared {
  file: unknown;
  difference: SetUpDifference;
}

/** What the workspace is made of, as a file: out, and in again elsewhere once one has seen what would change. */
export function SetUpPart() {
  const { t } = useTranslation();
  const may = useMay();
  const client = useQueryClient();
  const problems = useProblems();
  const undo = useUndo();
  const [compared, setCompared] = useState<Compared | null>(null);
  const [refused, setRefused] = useState<ApiProblem | 'not_json' | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  // Roles are part of it.
  if (!may('users.manage')) return <Problem error={new ApiProblem(403, 'forbidden', '')} />;

  const attempt = async (work: () => Promise<void>) => {
    setIsBusy(true);
    setRefused(null);
    try {
      await work();
    } catch (error) {
      if (error instanceof SyntaxError) setRefused('not_json');
      else if (error instanceof ApiProblem && error.fields.length) setRefused(error);
      else problems.show(error);
    }
    setIsBusy(false);
  };
  const look = (chosen: File | undefined) =>
    attempt(async () => {
      setCompared(null);
      if (!chosen) return;
      const file = JSON.parse(await chosen.text()) as unknown;
      const { data } = await send<SetUpDifference>('POST', '/set-up/compare', { body: file });
      setCompared({ file, difference: data });
    });
  const takeOver = () =>
    attempt(async () => {
      const { changeSet } = await send<SetUpDifference>('POST', '/set-up/take-over', {
        body: compared?.file,
      });
      setCompared(null);
      await client.invalidateQueries();
      undo.offer(t('set_up.taken'), changeSet);
    });
  return (
    <div className="flex flex-col gap-6">
      <Section title={t('set_up.out')}>
        <p className="mb-3 text-soft">{t('set_up.out_text')}</p>
        <a href={url('/set-up')} download="set-up.json" className={`${buttonClass()} w-fit`}>
          {t('set_up.download')}
        </a>
      </Section>
      <Section title={t('set_up.in')}>
        <p className="mb-3 text-soft">{t('set_up.in_text')}</p>
        <Field label={t('set_up.file')}>
          {ids => (
            <Input
              {...ids}
              type="file"
              accept=".json,application/json"
              className="h-auto! max-w-md py-1.5"
              disabled={isBusy}
              onChange={event => void look(event.target.files?.[0])}
            />
          )}
        </Field>
      </Section>
      {refused && <Refused problem={refused} />}
      {compared && (
        <>
          <DifferenceList difference={compared.difference} />
          {compared.difference.changes.length > 0 && (
            <Button kind="primary" className="self-start" disabled={isBusy} onClick={() => void takeOver()}>
              {t('set_up.take_over')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

/** Why the file cannot be followed, place by place. */
function Refused({ problem }: { problem: ApiProblem | 'not_json' }) {
  const { t } = useTranslation();
  const { fieldText } = useProblems();
  return (
    <div role="alert" className="text-red">
      <p>{t(problem === 'not_json' ? 'set_up.not_json' : 'set_up.refused')}</p>
      {problem !== 'not_json' && (
        <ul className="mt-1 list-disc pl-5">
          {problem.fields.map(({ field, code }) => (
            <li key={`${field} ${code}`}>
              <code className="break-all">{field}</code>: {fieldText(code)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What differs, in words: what the file brings, then what only this workspace has. */
function DifferenceList({ difference }: { difference: SetUpDifference }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4" aria-live="polite">
      {!difference.changes.length && <p className="text-ink">{t('set_up.same')}</p>}
      {groupsOf(difference).map(({ what, list }) => (
        <Section key={what} title={t(`set_up.what.${what}`)}>
          <ul className="rounded-md border">
            {list.map(each => (
              <Line
                key={`${each.kind} ${each.object} ${each.name}`}
                difference={each}
                made={difference.changes}
              />
            ))}
          </ul>
        </Section>
      ))}
    </div>
  );
}

function Line({ difference, made }: { difference: Difference; made: Difference[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const objects = useQuery(objectsQuery).data;
  const { kind, object, name } = difference;
  const owner =
    objects?.find(each => each.name === object) ??
    made.find(each => each.kind === 'object' && each.name === object);
  const parts = difference.parts.map(part => {
    const known = known_parts.find(each => each === part);
    return known ? t(`set_up.part.${known}`) : part;
  });
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-b px-3 py-1.5 last:border-0">
      <Badge>{t(`set_up.kind.${kind}`)}</Badge>
      <span className="font-medium text-ink">{label(difference.label, name)}</span>
      {object && kind !== 'object' && (
        <span className="text-soft">{owner ? label(owner.label, object) : object}</span>
      )}
      {parts.length > 0 && <span className="text-soft">· {parts.join(', ')}</span>}
      {kind !== 'view' && <code className="ml-auto text-xs text-quiet max-sm:hidden">{name}</code>}
    </li>
  );
}
