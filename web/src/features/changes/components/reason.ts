import { useTranslation } from 'react-i18next';
import { useProblems } from '@/lib/use_problems.ts';

const reasons = [
  'changed_since',
  'referred_to',
  'events_since',
  'consent_since',
  'joined_since',
  'does_not_fit',
  'required',
  'target_gone',
  'not_found',
  'forbidden',
] as const;

/** Why something stays, in words. */
export function useReason(): (code: string) => string {
  const { t } = useTranslation();
  const problems = useProblems();
  return code => {
    const known = reasons.find(reason => reason === code);
    return known ? t(`changes.reason.${known}`) : problems.fieldText(code);
  };
}

const kinds = [
  'edit',
  'bulk_edit',
  'import',
  'join',
  'revert',
  'schema',
  'roles',
  'teams',
  'ingest',
  'demo',
  'shares',
  'attachments',
] as const;

/** By what means something was changed, in words. */
export function useKind(): (kind: string) => string {
  const { t } = useTranslation();
  return kind => t(`changes.kind.${kinds.find(known => known === kind) ?? 'edit'}`);
}
