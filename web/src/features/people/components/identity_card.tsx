import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Identity } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { useUndo } from '@/lib/use_undo.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { identityQuery } from '../api/queries.ts';

const kinds = [
  'user_id',
  'anonymous_id',
  'email',
  'phone',
  'loyalty_card',
  'social_handle',
  'address',
] as const;
const states = ['verified', 'unverified', 'bounced', 'shared', 'preferred'] as const;

/** By what a person is recognised, by what they are reached, and who was found to be the same. */
export function IdentityCard({ person }: { person: string }) {
  const { t } = useTranslation();
  const identity = useQuery(identityQuery(person));
  if (!identity.data) return null;
  const { keys, contact_points, joined } = identity.data;
  return (
    <div className="border-t pt-1">
      <Disclosure title={t('identity.keys')} count={keys.length}>
        <Keys keys={keys} />
      </Disclosure>
      <Disclosure title={t('identity.contact_points')} count={contact_points.length}>
        <ContactPoints points={contact_points} />
      </Disclosure>
      {joined.length > 0 && (
        <Disclosure title={t('identity.joined')} count={joined.length}>
          <Joined joined={joined} />
        </Disclosure>
      )}
    </div>
  );
}

function useKindText() {
  const { t } = useTranslation();
  return (kind: string) => {
    const known = kinds.find(candidate => candidate === kind);
    return known ? t(`identity.kind.${known}`) : kind;
  };
}

function Keys({ keys }: { keys: Identity['keys'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kindText = useKindText();
  if (!keys.length) return <p className="text-soft">{t('identity.no_keys')}</p>;
  return (
    <ul className="flex flex-col gap-1.5 text-xs">
      {keys.map(key => {
        const source = typeof key.source === 'string' ? key.source : key.source?.name;
        return (
          <li key={`${key.kind} ${key.value}`}>
            <p className={`font-mono wrap-anywhere text-text ${key.released_at ? 'line-through' : ''}`}>
              {key.value}
            </p>
            <p className="text-quiet">
              {[kindText(key.kind), source, format.dateTime(key.claimed_at)].filter(Boolean).join(' · ')}
              {key.released_at && ` · ${t('identity.released', { at: format.dateTime(key.released_at) })}`}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function ContactPoints({ points }: { points: Identity['contact_points'] }) {
  const { t } = useTranslation();
  const kindText = useKindText();
  const format = useFormat();
  if (!points.length) return <p className="text-soft">{t('identity.no_contact_points')}</p>;
  return (
    <ul className="flex flex-col gap-1.5 text-xs">
      {points.map(point => {
        const state = states.find(candidate => candidate === point.state);
        return (
          <li key={`${point.kind} ${point.value}`}>
            <p className="flex items-center gap-2 text-text">
              <span className="min-w-0 wrap-anywhere">{point.value}</span>
              {point.is_preferred && <Badge tone="accent">{t('identity.state.preferred')}</Badge>}
              {(point.state === 'bounced' || point.state === 'shared') && (
                <Badge tone="amber">{t(`identity.state.${point.state}`)}</Badge>
              )}
            </p>
            <p className="text-quiet">
              {[
                kindText(point.kind),
                state ? t(`identity.state.${state}`) : point.state,
                format.dateTime(point.learned_at),
              ].join(' · ')}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function Joined({ joined }: { joined: Identity['joined'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const undo = useUndo();
  return (
    <ul className="flex flex-col gap-1 text-xs">
      {joined.map(edge => (
        <li key={edge.person} className="flex items-center justify-between gap-2">
          <span className="min-w-0">
            <span className="font-mono text-text">…{edge.person.slice(-6)}</span>{' '}
            <span className="text-quiet">{format.dateTime(edge.at)}</span>
          </span>
          {may('change_sets.revert') && (
            <Button kind="quiet" onClick={() => void undo.revert([edge.change_set])}>
              {t('identity.part')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
