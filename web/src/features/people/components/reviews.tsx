import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/ui/icon.tsx';
import { identityQuery } from '../api/queries.ts';
import { useReviewText } from '../model/review.ts';

/** Doubts about who this is, that a person has to settle: what is unresolved comes first. */
export function Reviews({ person }: { person: string }) {
  const { t } = useTranslation();
  const reviewText = useReviewText();
  const identity = useQuery(identityQuery(person));
  const reviews = identity.data?.reviews ?? [];
  const told = reviews.map(reviewText).filter(text => text);
  if (!told.length) return null;
  return (
    <section aria-label={t('review.title')} className="border-b bg-amber-soft px-4 py-2 max-sm:px-3">
      <ul className="flex flex-col gap-1">
        {told.map(text => (
          <li key={text} className="flex gap-2">
            <Icon name="warning" className="mt-0.5 text-amber" />
            <span className="min-w-0 wrap-anywhere">{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
