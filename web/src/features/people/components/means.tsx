import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { consentsQuery, identityQuery } from '../api/queries.ts';
import { meansOf } from '../model/means.ts';

/** By which means they may be contacted, and about what: the first thing to know before writing or calling. */
export function Means({ person }: { person: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const identity = useQuery(identityQuery(person));
  const consents = useQuery(consentsQuery(person));
  if (!identity.data || !consents.data) return null;
  const means = meansOf(identity.data, consents.data);
  if (!means.length) return <p className="text-soft">{t('person.means_none')}</p>;
  const list = new Intl.ListFormat(format.language, { type: 'conjunction' });
  return (
    <ul aria-label={t('person.means')} className="flex flex-col gap-1.5">
      {means.map(({ kind, value, isBounced, purposes }) => (
        <li key={kind}>
          <p className="flex flex-wrap items-center gap-x-2 text-ink">
            <a
              href={`${kind === 'email' ? 'mailto' : 'tel'}:${value}`}
              className="min-w-0 wrap-anywhere text-accent hover:underline"
            >
              {value}
            </a>
            {isBounced && <Badge tone="amber">{t('person.bounced')}</Badge>}
          </p>
          <p className={`text-xs ${purposes.length ? 'text-soft' : 'text-red'}`}>
            {purposes.length
              ? list.format(purposes.map(({ label: words, name }) => label(words, name)))
              : t('person.may_not')}
          </p>
        </li>
      ))}
    </ul>
  );
}
