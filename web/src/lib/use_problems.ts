import { useTranslation } from 'react-i18next';
import { ApiProblem, codeOfStatus } from './api/client.ts';
import { showToast } from './toasts.ts';

/** Tells what went wrong in the user's language, by the stable codes of the server. */
export function useProblems() {
  const { t, i18n } = useTranslation();
  const text = (error: unknown) => {
    const problem = error instanceof ApiProblem ? error : null;
    const code = [problem?.code, problem && codeOfStatus[problem.status]].find(
      code => code && i18n.exists(`problem.${code}`),
    );
    return t(`problem.${(code ?? 'internal') as 'internal'}`);
  };
  const fieldText = (code: string) =>
    t(`field_problem.${(i18n.exists(`field_problem.${code}`) ? code : 'wrong') as 'wrong'}`);
  const show = (error: unknown) => {
    const problem = error instanceof ApiProblem ? error : null;
    const field = problem?.fields[0];
    showToast({
      tone: 'problem',
      text: field ? `${field.field}: ${fieldText(field.code)}` : text(error),
      detail: problem?.requestId ? t('problem.request_id', { id: problem.requestId }) : undefined,
    });
  };
  return { text, fieldText, show };
}
