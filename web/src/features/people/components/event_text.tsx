import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '@/lib/api/types.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { purposesQuery } from '../api/queries.ts';
import { pageTitle, spanSeconds, tellingProperty } from '../model/timeline.ts';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** What happened, in a few words: the deed, and what it was done to. */
export function useEventText() {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useLabel();
  const purposes = useQuery(purposesQuery);

  const one = (event: TimelineEvent): { deed: string; object: string } => {
    switch (event.call) {
      case 'page':
        return { deed: t('timeline.deed.page'), object: pageTitle(event) };
      case 'screen':
        return { deed: t('timeline.deed.screen'), object: pageTitle(event) };
      case 'identify':
        return { deed: t('timeline.deed.identify'), object: '' };
      case 'group':
        return { deed: t('timeline.deed.group'), object: tellingProperty(event.properties) ?? '' };
      case 'alias':
        return { deed: t('timeline.deed.alias'), object: '' };
      case 'consent': {
        const said = `${event.type} ${textOf(event.properties.state)}`.toLowerCase();
        const known = (['granted', 'withdrawn', 'objected', 'expired'] as const).find(state =>
          said.includes(state),
        );
        const name = textOf(event.properties.purpose);
        const purpose = purposes.data?.data.find(candidate => candidate.name === name);
        return {
          deed: known ? t(`timeline.deed.consent_${known}`) : event.type,
          object: label(purpose?.label, name),
        };
      }
      default:
        return { deed: event.type, object: tellingProperty(event.properties) ?? '' };
    }
  };
  const many = (events: TimelineEvent[]): { deed: string; object: string } => {
    const pages = events.filter(event => event.call === 'page').length;
    const { call, type } = events[0]!;
    const seconds = spanSeconds(events);
    const took = seconds >= 60 ? format.duration(seconds) : '';
    if (pages) return { deed: t('timeline.pages', { count: pages }), object: took };
    if (call === 'screen') return { deed: t('timeline.screens', { count: events.length }), object: took };
    const deed = call === 'identify' ? t('timeline.deed.identify') : type;
    return { deed, object: t('timeline.times', { count: events.length }) };
  };
  return { one, many };
}
