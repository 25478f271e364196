import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '@/lib/api/types.ts';
import { useEventTypeName } from '@/lib/event_types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { purposesQuery } from '../api/queries.ts';
import { deedOf, productsSeen, type Deed } from '../model/deeds.ts';
import { pageTitle, spanSeconds, tellingProperty } from '../model/timeline.ts';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** A whole sentence in three pieces, of which the middle one says what the deed was done to and may be set in another ink. */
export interface Sentence {
  before: string;
  object: string;
  after: string;
  /** Their own words, where they said something. */
  said?: string;
}
/** Deeds that are always done to something have the words of the nearest that need not be. */
const bare = (deed: Exclude<Deed['deed'], 'signed_up'>) =>
  deed === 'product' || deed === 'product_list' || deed === 'searched' || deed === 'cart' ? 'page' : deed;
const whole = (text: string): Sentence => ({ before: text, object: '', after: '' });
/** Products that a visit's line names. */
const seen_max = 3;
/** Stands in a translated sentence for the object, wherever the language puts it. */
const slot = '\u2063';

/** What happened, in a few words. */
export function useEventText() {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useLabel();
  const purposes = useQuery(purposesQuery);
  const nameOfType = useEventTypeName();

  const about = (
    deed:
      | 'page'
      | 'screen'
      | 'group'
      | `consent_${'granted' | 'withdrawn' | 'objected' | 'expired'}`
      | Deed['deed'],
    object: string,
    more: Record<string, unknown> = {},
  ): Sentence => {
    const [before = '', after = ''] = t(`timeline.deed.${deed}`, { ...more, object: slot }).split(slot);
    return { before, object, after };
  };
  const told = ({ deed, object, more, said, score }: Deed): Sentence => {
    const things = more ? t('timeline.and_more', { object, count: more }) : object;
    const isWhole = deed === 'signed_up' || !things || (deed === 'survey' && score === null);
    const sentence =
      deed === 'signed_up'
        ? whole(t('timeline.deed.signed_up'))
        : isWhole
          ? whole(t(`timeline.deed.${bare(deed)}_bare`))
          : about(deed, things, { score });
    return said ? { ...sentence, said: t('timeline.said', { text: said }) } : sentence;
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
      default: {
        const deed = deedOf(event);
        return deed ? told(deed) : tracked(event.type, telling);
      }
    }
  };
  /** What happened several times, and a note of how often or how long. */
  const many = (events: TimelineEvent[]): { deed: string; note: string } => {
    const pages = events.filter(event => event.call === 'page').length;
    const { call, type } = events[0]!;
    const seconds = spanSeconds(events);
    const took = seconds >= 60 ? format.duration(seconds) : '';
    const seen = productsSeen(events).slice(0, seen_max).join(', ');
    if (pages)
      return { deed: t('timeline.pages', { count: pages }), note: [seen, took].filter(Boolean).join(' · ') };
    if (call === 'screen') return { deed: t('timeline.screens', { count: events.length }), note: took };
    const deed = call === 'identify' ? t('timeline.deed.identify') : nameOfType(type);
    return { deed, note: t('timeline.times', { count: events.length }) };
  };
  return { one, many };
}
