import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/lib/api/types.ts';
import { usePluralOf } from '@/lib/records/queries.ts';
import { useMay } from '@/lib/session.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Badge } from '@/ui/badge.tsx';
import { CopyButton } from '@/ui/copy_button.tsx';
import { Disclosure } from '@/ui/disclosure.tsx';
import type { AuditQuestion } from '../model/question.ts';
import { useFacts } from './facts.ts';

type Ask = (change: AuditQuestion) => void;

/** One entry in words: what was done to what, by whom and from where, when. */
export function EntryLine({ entry, ask }: { entry: AuditEntry; ask: Ask }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = useFacts(entry);
  return (
    <li className="border-b px-3 py-2 last:border-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium text-ink">{t(`audit.action.${entry.action}`)}</span>
        <Subject entry={entry} />
        {entry.outcome !== 'done' && (
          <Badge tone={entry.outcome === 'failed' ? 'amber' : 'red'}>
            {t(`audit.outcome.${entry.outcome}`)}
          </Badge>
        )}
        <time
          dateTime={entry.at}
          title={format.ago(entry.at)}
          className="ml-auto text-xs whitespace-nowrap text-quiet"
        >
          {format.dateTime(entry.at)}
        </time>
      </div>
      {facts.length > 0 && <p className="text-sm break-words text-soft">{facts.join(' · ')}</p>}
      <Details entry={entry} ask={ask} />
    </li>
  );
}

/** By whom, and from where. */
function Who({ who }: { who: AuditEntry['who'] }) {
  const { t } = useTranslation();
  const name = who.name || (who.kind === 'nobody' ? t('audit.nobody') : t(`actor.${who.kind}`));
  return (
    <span className="flex flex-wrap gap-x-3 text-xs font-normal text-quiet">
      <span className="text-soft">{name}</span>
      {who.address && <span>{t('audit.from_address', { address: who.address })}</span>}
    </span>
  );
}

/** What it was done to: a link where there is a page of it. */
function Subject({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const pluralOf = usePluralOf();
  const { kind, object, id, name, is_there } = entry.what;
  if (kind === 'record') {
    const plural = object && pluralOf(object);
    const shown = name ?? t(entry.action === 'person_erased' ? 'audit.erased' : 'audit.unnamed');
    if (!plural || !is_there) return <span className="text-soft">{shown}</span>;
    return (
      <Link
        to={`/${plural}/${id}`}
        className="inline-flex min-h-6 min-w-6 items-center text-ink hover:underline"
      >
        {shown}
      </Link>
    );
  }
  if (!name) return null;
  if (kind === 'source')
    return (
      <Link
        to={`/sources/${id}`}
        className="inline-flex min-h-6 min-w-6 items-center text-ink hover:underline"
      >
        {name}
      </Link>
    );
  return <span className="text-ink">{name}</span>;
}

function Details({ entry, ask }: { entry: AuditEntry; ask: Ask }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { id } = entry.what;
  const actor = entry.who.id;
  return (
    <Disclosure title={<Who who={entry.who} />}>
      <dl className="flex flex-col gap-1 text-sm">
        <Detail name={t('audit.seal')}>
          {entry.number === null
            ? t('audit.unsealed')
            : t('audit.number', { n: format.number(entry.number) })}
        </Detail>
        {entry.change_set && (
          <Detail name={t('audit.change_set')}>
            {may('change_sets.revert') ? (
              <Link
                to="/change-sets/$id"
                params={{ id: entry.change_set }}
                className="inline-flex min-h-6 items-center font-mono text-xs break-all text-accent hover:underline"
              >
                {entry.change_set}
              </Link>
            ) : (
              <code className="font-mono text-xs break-all">{entry.change_set}</code>
            )}
            <CopyButton text={entry.change_set} isQuiet />
          </Detail>
        )}
        {actor && (
          <Detail name={t('audit.search')}>
            <Narrow onClick={() => ask({ actor, record: undefined })}>{t('audit.only_actor')}</Narrow>
          </Detail>
        )}
        {id && (
          <Detail name={t('audit.subject')}>
            <Narrow onClick={() => ask({ record: id, actor: undefined })}>{t('audit.only_record')}</Narrow>
          </Detail>
        )}
      </dl>
    </Disclosure>
  );
}

function Detail({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <dt className="w-36 shrink-0 text-soft">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1">{children}</dd>
    </div>
  );
}

function Narrow({ onClick, children }: { onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      className="inline-flex min-h-6 min-w-6 cursor-pointer items-center text-accent hover:underline"
      onClick={onClick}
    >
      {children}
    </button>
  );
}
