import { useTranslation } from 'react-i18next';

const reasons = [
  'id_required',
  'event_required',
  'unknown_call',
  'wrong_timestamp',
  'wrong_type',
  'number_out_of_range',
  'too_long',
  'too_deep',
  'too_large',
  'message_id_too_long',
  'id_blocked',
  'erased',
  'off_plan',
  'not_storable',
] as const;

/** Why an event was refused, in the reader's language where the reason is one of the known. */
export function useReasonText(): (reason: string) => string {
  const { t } = useTranslation();
  return reason => {
    const known = reasons.find(candidate => candidate === reason);
    return known ? t(`reason.${known}`) : reason.replaceAll('_', ' ');
  };
}
