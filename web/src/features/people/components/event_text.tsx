import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '@/lib/api/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { purposesQuery } from '../api/queries.ts';
import { pageTitle, spanSeconds, tellingProperty } from '../model/timeline.ts';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** A whole sentence in three pieces, of which the middle one says what the deed was done to and may be set in another ink. */
export interface Sentence {
  before: string;
  object: string;
  after: string;
}
const whole = (text: string): Sentence => ({ before: text, object: '', after: '' });
/** Stands in a translated sentence for the object, wherever the language puts it. */
const slot = '\u2063';

/** What happened, in a few words. */
export function useEventText() {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useLabel();
  const purposes = useQuery(purposesQuery);

  const about = (
    deed: 'page' | 'screen' | 'group' | `consent_${'granted' | 'withdrawn' | 'objected' | 'expired'}`,
    object: string,
  ): Sentence => {
    const [before = '', after = ''] = t(`timeline.deed.${deed}`, { object: slot }).split(slot);
    return { before, object, after };
  };
  const tracked = (type: string, object: string | null): Sentence =>
    object ? { before: `${type} `, object, after: '' } : whole(type);

  const one = (event: TimelineEvent): Sentence => {
    const telling = tellingProperty(event.properties);
    switch (event.call) {
      case 'page':
      case 'screen': {
        const title = pageTitle(event);
        return title ? about(event.call, title) : whole(t(`timeline.deed.${event.call}_bare`));
      }
      case 'identify':
      case 'alias':
        return whole(t(`timeline.deed.${event.call}`));
      case 'group':
        return telling ? about('group', telling) : whole(t('timeline.deed.group_bare'));
      case 'consent': {
        const said = `${event.type} ${textOf(event.properties.state)}`.toLowerCase();
        const known = (['granted', 'withdrawn', 'objected', 'expired'] as const).find(state =>
          said.includes(state),
        );
        const name = textOf(event.properties.purpose);
        const purpose = purposes.data?.data.find(candidate => candidate.name === name);
        const object = label(purpose?.label, name);
        return known ? about(`consent_${known}`, object) : tracked(event.type, object);
      }
      default:
        return tracked(event.type, telling);
    }
  };
  /** What happened several times, and a note of how often or how long. */
  const many = (events: TimelineEvent[]): { deed: string; note: string } => {
    const pages = events.filter(event => event.call === 'page').length;
    const { call, type } = events[0]!;
    const seconds = spanSeconds(events);
    const took = seconds >= 60 ? format.duration(seconds) : '';
    if (pages) return { deed: t('timeline.pages', { count: pages }), note: took };
    if (call === 'screen') return { deed: t('timeline.screens', { count: events.length }), note: took };
    const deed = call === 'identify' ? t('timeline.deed.identify') : type;
    return { deed, note: t('timeline.times', { count: events.length }) };
  };
  return { one, many };
}
