import { useTranslation } from 'react-i18next';
import { ApiProblem } from './api/client.ts';
import { showToast } from './toasts.ts';

const codes = [
  'unauthenticated',
  'wrong_credentials',
  'csrf',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'invalid',
  'malformed',
  'conflict',
  'last_administrator',
  'precondition_failed',
  'precondition_required',
  'too_large',
  'too_many_requests',
  'unavailable',
  'internal',
  'offline',
] as const;
const fieldCodes = [
  'required',
  'unknown_field',
  'read_only',
  'wrong_type',
  'too_long',
  'too_short',
  'not_a_choice',
  'not_an_email',
  'not_a_url',
  'not_a_date',
  'not_a_country',
  'not_found',
  'taken',
  'weak',
  'wrong',
] as const;
function oneOf<T extends string>(all: readonly T[], code: string, otherwise: T): T {
  return all.find(known => known === code) ?? otherwise;
}

/** Tells what went wrong in the user's language, by the stable codes of the server. */
export function useProblems() {
  const { t } = useTranslation();
  const text = (error: unknown) =>
    t(`problem.${oneOf(codes, error instanceof ApiProblem ? error.code : 'internal', 'internal')}`);
  const fieldText = (code: string) => t(`field_problem.${oneOf(fieldCodes, code, 'wrong_type')}`);
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
