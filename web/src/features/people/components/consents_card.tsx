import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consents, ConsentState } from '@/lib/api/types.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Badge, type Tone } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import { Field, Input, Select } from '@/ui/field.tsx';
import { Section } from '@/ui/page.tsx';
import { Popover } from '@/ui/popover.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { consentsQuery } from '../api/queries.ts';
import { usePersonWrites } from '../api/writes.ts';

const tones: Record<ConsentState, Tone> = {
  granted: 'green',
  withdrawn: 'red',
  objected: 'red',
  expired: 'amber',
  unknown: 'neutral',
};
const ways = ['in_person', 'phone', 'paper', 'email', 'web'] as const;
const basics = ['consent', 'contract', 'legitimate_interest', 'legal_obligation'] as const;

/** What a person agreed to, each purpose with its state, and the ledger behind it. */
export function ConsentsCard({ person }: { person: string }) {
  const { t } = useTranslation();
  const consents = useQuery(consentsQuery(person));
  if (consents.isPending) return <Skeleton lines={3} />;
  if (consents.isError) return <Problem error={consents.error} onRetry={() => void consents.refetch()} />;
  const { purposes, ledger } = consents.data;
  const granted = purposes.filter(({ state }) => state === 'granted').length;
  return (
    <Section
      title={t('consent.title')}
      side={<span className="tnum text-quiet">{t('consent.of', { granted, total: purposes.length })}</span>}
    >
      <ul className="flex flex-col">
        {purposes.map(entry => (
          <ConsentRow key={entry.purpose.name} person={person} entry={entry} />
        ))}
      </ul>
      {!purposes.length && <p className="text-soft">{t('consent.no_purposes')}</p>}
      {ledger.length > 0 && <Ledger consents={consents.data} />}
    </Section>
  );
}

function ConsentRow({ person, entry }: { person: string; entry: Consents['purposes'][number] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const { purpose, state, since } = entry;
  const basis = basics.find(known => known === purpose.legal_basis);
  const about = [
    label(purpose.description),
    basis ? t(`consent.basis.${basis}`) : purpose.legal_basis,
    since && format.dateTime(since),
  ];
  return (
    <li className="flex min-h-(--tap) items-center gap-2 py-0.5" title={about.filter(Boolean).join(' · ')}>
      <span className="min-w-0 flex-1 leading-tight">{label(purpose.label, purpose.name)}</span>
      <Badge tone={tones[state]}>{t(`consent.state.${state}`)}</Badge>
      {may('consents.write') && (
        <Popover
          title={t(state === 'granted' ? 'consent.withdraw_title' : 'consent.grant_title', {
            purpose: label(purpose.label, purpose.name),
          })}
          align="end"
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          trigger={
            <Button kind="quiet">{t(state === 'granted' ? 'consent.withdraw' : 'consent.grant')}</Button>
          }
        >
          <ConsentForm
            person={person}
            purpose={purpose.name}
            state={state === 'granted' ? 'withdrawn' : 'granted'}
            onDone={() => setIsOpen(false)}
          />
        </Popover>
      )}
    </li>
  );
}

function ConsentForm({
  person,
  purpose,
  state,
  onDone,
}: {
  person: string;
  purpose: string;
  state: 'granted' | 'withdrawn';
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { setConsent } = usePersonWrites(person);
  const [isBusy, setIsBusy] = useState(false);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={event => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const text = (name: string) => String(given.get(name) ?? '').trim() || undefined;
        setIsBusy(true);
        void setConsent({
          purpose,
          state,
          how: text('how')!,
          wording: text('wording'),
          evidence: text('evidence'),
        }).then(done => {
          setIsBusy(false);
          if (done) onDone();
        });
      }}
    >
      <Field label={t('consent.how')}>
        {ids => (
          <Select {...ids} name="how">
            {ways.map(way => (
              <option key={way} value={way}>
                {t(`consent.way.${way}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {state === 'granted' && (
        <Field label={t('consent.wording')} hint={t('consent.wording_hint')}>
          {ids => <Input {...ids} name="wording" />}
        </Field>
      )}
      <Field label={t('consent.evidence')} hint={t('consent.evidence_hint')}>
        {ids => <Input {...ids} name="evidence" />}
      </Field>
      <Button kind="primary" type="submit" disabled={isBusy} className="self-start">
        {t(state === 'granted' ? 'consent.grant' : 'consent.withdraw')}
      </Button>
    </form>
  );
}

function Ledger({ consents }: { consents: Consents }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  return (
    <Disclosure
      title={<span className="font-normal text-soft">{t('consent.ledger')}</span>}
      count={consents.ledger.length}
    >
      <ol className="flex flex-col gap-2 text-xs">
        {consents.ledger.map(entry => {
          const purpose = consents.purposes.find(
            candidate => candidate.purpose.name === entry.purpose,
          )?.purpose;
          const way = ways.find(known => known === entry.how);
          return (
            <li key={entry.id} className="border-l-2 pl-2">
              <p className="text-text">
                {label(purpose?.label, entry.purpose)} · {t(`consent.state.${entry.state}`)}
              </p>
              <p className="text-quiet">
                {format.dateTime(entry.at)} · {way ? t(`consent.way.${way}`) : entry.how}
                {entry.contact_point && ` · ${entry.contact_point}`}
              </p>
              {entry.wording && <p className="text-soft">“{entry.wording}”</p>}
              {entry.evidence && <p className="wrap-anywhere text-soft">{entry.evidence}</p>}
            </li>
          );
        })}
      </ol>
    </Disclosure>
  );
}
