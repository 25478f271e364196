import { useTranslation } from 'react-i18next';

const reasons = [
  'joins_too_many',
  'another_name_and_birth_date',
  'too_many_aliases',
  'too_many_keys',
  'two_user_ids',
] as const;

/** Why it is in doubt who somebody is; empty for a reason that these screens do not know yet. */
export function useReviewText(): (review: { reason: string; value: string } | undefined) => string {
  const { t } = useTranslation();
  return review => {
    const known = reasons.find(candidate => candidate === review?.reason);
    return known && review ? t(`review.${known}`, { value: review.value }) : '';
  };
}
