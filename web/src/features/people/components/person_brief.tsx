import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '@/ui/page.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';
import { timelineQuery } from '../api/queries.ts';
import { ConsentsCard } from './consents_card.tsx';
import { useEventText } from './event_text.tsx';
import { ValueCard } from './value_card.tsx';

const events_shown = 6;

/** The parts of a person's page that fit beside a list. */
export default function PersonBrief({ person }: { person: string }) {
  const { t } = useTranslation();
  const text = useEventText();
  const timeline = useInfiniteQuery(timelineQuery(person, {}, events_shown));
  const events = timeline.data?.pages[0]?.data ?? [];
  return (
    <div className="mt-4 flex flex-col gap-5 border-t pt-4">
      <Section
        title={t('timeline.latest')}
        side={
          <Link to={`/people/${person}`} className="text-accent hover:underline">
            {t('timeline.whole')}
          </Link>
        }
      >
        <ul>
          {events.map(event => {
            const { before, object, after } = text.one(event);
            return (
              <li key={event.id} className="flex min-h-6 justify-between gap-3">
                <span className="min-w-0 truncate">
                  {before}
                  <span className="text-soft">{object}</span>
                  {after}
                </span>
                <span className="text-xs text-quiet">
                  <TimeAgo at={event.occurred_at} />
                </span>
              </li>
            );
          })}
        </ul>
        {timeline.data && !events.length && <p className="text-soft">{t('timeline.empty_title')}</p>}
      </Section>
      <ValueCard person={person} />
      <ConsentsCard person={person} />
    </div>
  );
}
