import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/client.ts';
import { useProblems } from '@/lib/use_problems.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy_button.tsx';

/** What will be here, and the one next step. */
export function Empty({
  title,
  text,
  heading: Heading = 'h2',
  children,
}: {
  title: string;
  text?: ReactNode;
  heading?: 'h1' | 'h2';
  children?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-start gap-3 px-4 py-12">
      <Heading className="text-md">{title}</Heading>
      {text && <p className="text-sm text-soft">{text}</p>}
      {children && <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}

/** What went wrong, and what can be done; a refusal says so and offers no second try. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const problems = useProblems();
  const problem = error instanceof ApiProblem ? error : null;
  const isDenied = problem?.status === 403;
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-3 px-4 py-12">
      <h2 className="text-md">{isDenied ? t('state.denied_title') : t('state.problem_title')}</h2>
      <p className="text-sm text-soft">{isDenied ? t('state.denied_text') : problems.text(error)}</p>
      <div className="flex flex-wrap items-center gap-2">
        {onRetry && !isDenied && problem?.status !== 404 && (
          <Button onClick={onRetry}>{t('state.retry')}</Button>
        )}
        {problem?.requestId && (
          <span className="flex items-center gap-1 text-xs text-quiet">
            {t('problem.request_id', { id: problem.requestId })}
            <CopyButton text={problem.requestId} label={t('ui.copy')} isQuiet />
          </span>
        )}
      </div>
    </div>
  );
}

/** Grey lines where text will stand, seen only when it takes longer than 200 ms. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation();
  const widths = ['w-3/5', 'w-4/5', 'w-2/5', 'w-3/4', 'w-1/2'];
  return (
    <div className="late flex flex-col gap-3 p-4" role="status">
      <span className="sr-only">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={`h-3 rounded-sm bg-paper-3 ${widths[index % widths.length]}`} />
      ))}
    </div>
  );
}
