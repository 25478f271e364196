import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Products } from '@/lib/api/types.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { Section } from '@/ui/page.tsx';
import { Problem } from '@/ui/states.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';
import { productsQuery } from '../api/queries.ts';

type Product = Products['data'][number];
const shown_at_first = 4;

/** What they own, newest first, and what they asked about each. */
export function OwnedCard({ person, onSought }: { person: string; onSought: (event: string) => void }) {
  const { t } = useTranslation();
  const products = useQuery(productsQuery(person));
  const [isWhole, setIsWhole] = useState(false);
  if (products.isError) return <Problem error={products.error} onRetry={() => void products.refetch()} />;
  const owned = products.data?.data ?? [];
  if (!owned.length) return null;
  const more = isWhole ? 0 : owned.length - shown_at_first;
  return (
    <Section title={t('owned.title')}>
      <ul className="flex flex-col">
        {owned.slice(0, more > 0 ? shown_at_first : undefined).map(product => (
          <li key={product.sku ?? product.name ?? ''}>
            <OwnedProduct product={product} onSought={onSought} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p>
          <Button kind="quiet" className="-ml-2 font-normal!" onClick={() => setIsWhole(true)}>
            {t('owned.more', { count: more })}
          </Button>
        </p>
      )}
      {!products.data?.is_whole && <p className="text-xs text-quiet">{t('owned.newest')}</p>}
    </Section>
  );
}

function OwnedProduct({ product, onSought }: { product: Product; onSought: (event: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, sku, variant, brand, quantity, bought_at, event, question_count, questions } = product;
  const title = name ?? sku ?? t('owned.unnamed');
  const model = [brand, variant, name ? sku : null].filter(part => part).join(' · ');
  const isOpen = questions.some(question => question.is_open);
  const line = (
    <span className="flex min-w-0 flex-col">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2">
        {event ? (
          <button
            type="button"
            className="min-h-6 min-w-0 rounded-sm text-left wrap-anywhere text-ink hover:underline"
            onClick={() => onSought(event)}
          >
            {title}
          </button>
        ) : (
          <span className="min-w-0 wrap-anywhere text-ink">{title}</span>
        )}
        {quantity === 0 && <Badge>{t('owned.given_back')}</Badge>}
        {quantity !== 1 && quantity !== 0 && (
          <span className="tnum text-quiet">{t('owned.pieces', { number: format.number(quantity) })}</span>
        )}
      </span>
      <span className="text-xs text-quiet">
        {model}
        {model && bought_at && ' · '}
        {bought_at && <TimeAgo at={bought_at} />}
      </span>
    </span>
  );
  if (!questions.length) return <div className="py-1">{line}</div>;
  return (
    <div className="py-1">
      {line}
      <Disclosure
        title={
          <span className="flex items-center gap-2 text-xs font-normal text-soft">
            {t('owned.questions', { count: question_count })}
            {isOpen && <Badge tone="amber">{t('question.waits')}</Badge>}
          </span>
        }
      >
        <ul className="flex flex-col gap-2 border-l pl-3 text-xs">
          {questions.map(asked => (
            <li key={asked.event} className="flex flex-col">
              <button
                type="button"
                className="min-h-6 rounded-sm text-left wrap-anywhere text-ink hover:underline"
                title={t('question.show')}
                onClick={() => onSought(asked.event)}
              >
                {asked.question ?? t('question.about')}
              </button>
              {asked.answered_at ? (
                <span className="wrap-anywhere text-soft">{asked.answer}</span>
              ) : (
                <span className={asked.is_open ? 'text-amber' : 'text-quiet'}>
                  {t(asked.is_open ? 'question.waits' : 'question.unanswered')}
                </span>
              )}
              <span className="text-quiet">
                <TimeAgo at={asked.answered_at ?? asked.asked_at} />
              </span>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
