import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DebugEntry, Outcome } from '@/lib/api/types.ts';
import { useLive } from '@/lib/live.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Button } from '@/ui/button.tsx';
import { CodeBlock } from '@/ui/code_block.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { debug_entries_max, debugQuery } from '../api/queries.ts';
import { OutcomeBadge } from './outcome.tsx';
import { useReasonText } from './reason.tsx';

interface Shown extends DebugEntry {
  key: string;
}
const outcomes: Outcome[] = ['stored', 'flagged', 'duplicate', 'rejected'];
let arrived = 0;

/** Events as they arrive, each with what became of it. Held still, it goes on counting what came meanwhile. */
export function Debugger({ source, hasReceived }: { source: string; hasReceived: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const before = useQuery(debugQuery(source));
  const [live, setLive] = useState<Shown[]>([]);
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useLive(
    `source:${source}`,
    {
      debug: data =>
        setLive(old =>
          [{ ...(data as DebugEntry), key: `live ${++arrived}` }, ...old].slice(0, debug_entries_max),
        ),
    },
    () => {
      setLive([]);
      void before.refetch();
    },
  );

  const missed = heldAt === null ? 0 : live.length - heldAt;
  const fetched = (before.data?.data ?? []).map((entry, index): Shown => ({
    ...entry,
    key: `${entry.at} ${index}`,
  }));
  const entries = [...live.slice(Math.max(0, missed)), ...fetched]
    .slice(0, debug_entries_max)
    .filter(entry => !outcome || entry.outcome === outcome);
  if (before.isPending) return <Skeleton />;
  if (before.isError) return <Problem error={before.error} onRetry={() => void before.refetch()} />;
  return (
    <div>
      <div className="sticky top-0 z-10 flex min-h-11 flex-wrap items-center gap-1 border-b bg-paper px-3 py-1.5">
        <div
          role="group"
          aria-label={t('source.debug.by_outcome')}
          className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto max-sm:basis-full"
        >
          {[null, ...outcomes].map(candidate => (
            <button
              key={candidate ?? ''}
              type="button"
              aria-pressed={outcome === candidate}
              onClick={() => setOutcome(candidate)}
              className="h-(--tap) shrink-0 rounded-md px-2 text-soft hover:bg-hover aria-pressed:bg-paper-3 aria-pressed:font-medium aria-pressed:text-ink"
            >
              {candidate ? t(`source.outcome.${candidate}`) : t('source.debug.all')}
            </button>
          ))}
        </div>
        <span className="text-xs text-quiet max-sm:flex-1" aria-live="polite">
          {heldAt === null ? t('source.debug.live') : t('source.debug.held', { count: missed })}
        </span>
        <Button onClick={() => setHeldAt(heldAt === null ? live.length : null)}>
          {heldAt === null ? t('source.debug.hold') : t('source.debug.resume')}
        </Button>
      </div>
      {entries.length ? (
        <ul>
          {entries.map(entry => (
            <Entry key={entry.key} entry={entry} time={format.timeExact(entry.at)} />
          ))}
        </ul>
      ) : (
        <Empty
          title={t(hasReceived ? 'source.debug.quiet_title' : 'source.debug.empty_title')}
          text={t('source.debug.empty_text')}
        >
          <Link to={`/sources/${source}`} className="text-accent hover:underline">
            {t('source.to_snippet')}
          </Link>
        </Empty>
      )}
    </div>
  );
}

function Entry({ entry, time }: { entry: DebugEntry; time: string }) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const [isOpen, setIsOpen] = useState(false);
  const payload = typeof entry.payload === 'string' ? entry.payload : JSON.stringify(entry.payload, null, 2);
  return (
    <li className="border-b">
      <div className="flex min-h-(--row) items-center hover:bg-paper-2">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-h-(--row) min-w-0 flex-1 items-center gap-3 px-4 text-left max-sm:px-3"
        >
          <time dateTime={entry.at} className="tnum text-xs text-quiet">
            {time}
          </time>
          <span className="w-20 shrink-0">
            <OutcomeBadge outcome={entry.outcome} />
          </span>
          <span className="w-16 shrink-0 text-quiet max-sm:hidden">{entry.call}</span>
          <span className="min-w-0 flex-1 truncate">
            <span className="text-ink">{entry.type}</span>
            {entry.reason && <span className="text-soft"> · {reasonText(entry.reason)}</span>}
          </span>
          <Icon
            name="right"
            className={`text-quiet transition-transform duration-100 ${isOpen ? 'rotate-90' : ''}`}
          />
        </button>
        {entry.person && (
          <Link to={`/people/${entry.person}`} className="px-4 text-accent hover:underline max-sm:px-3">
            {t('source.debug.person')}
          </Link>
        )}
      </div>
      {isOpen && (
        <div className="px-4 pb-3 max-sm:px-3">
          <CodeBlock text={payload} label={t('letter.payload')} />
        </div>
      )}
    </li>
  );
}
