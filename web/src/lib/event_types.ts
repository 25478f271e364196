import { useTranslation } from 'react-i18next';

const known = [
  'page',
  'identify',
  'product_viewed',
  'product_added',
  'signed_up',
  'loyalty_card_issued',
  'order_completed',
  'order_refunded',
  'order_cancelled',
  'question_asked',
  'question_answered',
  'call_received',
  'call_made',
  'survey_answered',
  'email_opened',
  'note',
  'consent_granted',
  'consent_withdrawn',
  'consent_objected',
] as const;

/** The name of an event's type in the reader's language; types that senders made up are called as they call them. */
export function useEventTypeName(): (type: string) => string {
  const { t } = useTranslation();
  return type => {
    const slug = type.toLowerCase().replaceAll(' ', '_');
    const found = known.find(candidate => candidate === slug);
    return found ? t(`event_type.${found}`) : type;
  };
}
