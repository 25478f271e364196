import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Products } from '@/lib/api/types.ts';
import { mayDo } from '@/lib/roles.ts';
import { useObject } from '@/lib/records/queries.ts';
import { Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';
import { productsQuery } from '../api/queries.ts';
import { usePersonWrites } from '../api/writes.ts';
import { LineBox } from '@/ui/line_box.tsx';

type OpenQuestion = Products['open_questions'][number];

/** What they asked and nobody answered: what is unresolved comes first. */
export function OpenQuestions({ person, onSought }: { person: string; onSought: (event: string) => void }) {
  const { t } = useTranslation();
  const open = useQuery(productsQuery(person)).data?.open_questions ?? [];
  if (!open.length) return null;
  return (
    <section aria-label={t('question.title')} className="max-h-1/2 overflow-auto border-b bg-amber-soft">
      <ul className="flex flex-col">
        {open.map(question => (
          <li key={question.event} className="px-4 py-1.5 max-sm:px-3">
            <Question person={person} question={question} onSought={onSought} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Question({
  person,
  question,
  onSought,
}: {
  person: string;
  question: OpenQuestion;
  onSought: (event: string) => void;
}) {
  const { t } = useTranslation();
  const canWrite = mayDo(useObject('people'), 'update');
  const [isAnswering, setIsAnswering] = useState(false);
  return (
    <>
      <div className="flex items-start gap-2">
        <Icon name="warning" className="mt-1.5 text-amber" />
        <p className="min-w-0 flex-1 py-1">
          <button
            type="button"
            title={t('question.show')}
            className="rounded-sm text-left wrap-anywhere text-ink hover:underline"
            onClick={() => onSought(question.event)}
          >
            {question.about && <span className="font-medium">{question.about}: </span>}
            {question.question ?? t('question.about')}
          </button>{' '}
          <span className="text-xs whitespace-nowrap text-quiet">
            <TimeAgo at={question.asked_at} />
          </span>
        </p>
        {canWrite && !isAnswering && (
          <Button onClick={() => setIsAnswering(true)}>{t('question.answer')}</Button>
        )}
      </div>
      {isAnswering && <AnswerBox person={person} question={question} onClose={() => setIsAnswering(false)} />}
    </>
  );
}

function AnswerBox({
  person,
  question,
  onClose,
}: {
  person: string;
  question: OpenQuestion;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { answer } = usePersonWrites(person);
  return (
    <LineBox
      takesFocus
      label={t('question.what')}
      className="pb-1 pl-6"
      onEscape={onClose}
      onSave={async text => {
        const isSaved = !!(await answer(question, text));
        if (isSaved) onClose();
        return isSaved;
      }}
    >
      {canSave => (
        <Button type="submit" kind="primary" disabled={!canSave}>
          {t('question.save')}
        </Button>
      )}
    </LineBox>
  );
}
