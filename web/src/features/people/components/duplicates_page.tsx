import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import type { Duplicate } from '@/lib/api/types.ts';
import { recordQuery, useObject } from '@/lib/records/queries.ts';
import { useMay } from '@/lib/session.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { PageBar } from '@/ui/page.tsx';
import { Value } from '@/ui/records/value.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { duplicatesQuery } from '../api/queries.ts';
import { useDuplicateWrites } from '../api/writes.ts';
import { useReviewText } from '../model/review.ts';
import { JoinPreview } from './join_preview.tsx';

/** Pairs of people who may be one: their likeness and what differs side by side, joined or kept apart by a key. */
export function DuplicatesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const label = useLabel();
  const people = useObject('people');
  const list = useInfiniteQuery(duplicatesQuery);
  const pairs = useMemo(() => list.data?.pages.flatMap(page => page.data) ?? [], [list.data]);
  const [active, setActive] = useState(0);
  const at = Math.min(active, Math.max(0, pairs.length - 1));
  const pair = pairs[at];
  // Whom the other becomes part of; without a choice the one who was there first.
  const [kept, setKept] = useState<string | null>(null);
  const survivor = pair?.people.find(person => person.id === kept) ?? pair?.people[0];
  const loser = pair?.people.find(person => person !== survivor);
  const writes = useDuplicateWrites();
  const [isBusy, setIsBusy] = useState(false);
  const canWrite = may('people.write');

  const settle = async (write: () => Promise<void>) => {
    if (isBusy) return;
    setIsBusy(true);
    await write();
    setIsBusy(false);
  };
  const join = () => survivor && loser && void settle(() => writes.join(survivor.id, loser.id));
  const keepApart = () => pair && void settle(() => writes.keepApart(pair.id));
  const swap = () => loser && setKept(loser.id);
  const move = (step: number) => {
    const next = at + step;
    if (next >= pairs.length - 5 && list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
    setActive(Math.max(0, Math.min(next, pairs.length - 1)));
  };
  const canSettle = () => canWrite && !!pair;
  const hidden = { group: 'list', isInPalette: false, isAvailable: () => !!pair } as const;
  useActions([
    { ...hidden, id: 'list.next', label: 'list.action.next', shortcut: 'j|ArrowDown', run: () => move(1) },
    {
      ...hidden,
      id: 'list.previous',
      label: 'list.action.previous',
      shortcut: 'k|ArrowUp',
      run: () => move(-1),
    },
    {
      id: 'duplicates.join',
      label: 'duplicates.join',
      group: 'record',
      shortcut: 'y',
      isAvailable: canSettle,
      run: join,
    },
    {
      id: 'duplicates.keep_apart',
      label: 'duplicates.keep_apart',
      group: 'record',
      shortcut: 'n',
      isAvailable: canSettle,
      run: keepApart,
    },
    {
      id: 'duplicates.swap',
      label: 'duplicates.swap',
      group: 'record',
      shortcut: 's',
      isAvailable: canSettle,
      run: swap,
    },
  ]);
  return (
    <div className="flex h-full flex-col">
      <PageBar
        title={t('duplicates.title')}
        before={
          <Link to="/people" className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {label(people.label_plural)}
            <Icon name="right" />
          </Link>
        }
      />
      {list.isPending ? (
        <Skeleton lines={8} />
      ) : list.isError && !pairs.length ? (
        <Problem error={list.error} onRetry={() => void list.refetch()} />
      ) : pair && survivor && loser ? (
        <div className="flex min-h-0 flex-1 max-md:flex-col">
          <PairList
            pairs={pairs}
            active={at}
            onActive={setActive}
            hasMore={list.hasNextPage}
            onMore={() => void list.fetchNextPage()}
          />
          <section
            aria-labelledby="duplicates-pair"
            className="flex min-h-0 min-w-0 flex-1 flex-col overflow-auto"
          >
            <h2 id="duplicates-pair" className="sr-only">
              {t('duplicates.pair')}
            </h2>
            <Why pair={pair} />
            <div className="flex max-w-4xl flex-col gap-6 p-4 max-sm:p-3">
              <SideBySide one={survivor.id} other={loser.id} />
              <JoinPreview object={people} one={survivor.id} other={loser.id} />
            </div>
            {canWrite && (
              <footer className="sticky bottom-0 mt-auto flex flex-wrap gap-2 border-t bg-paper px-4 py-3 max-sm:px-3">
                <Button kind="primary" icon="join" disabled={isBusy} onClick={join}>
                  {t('duplicates.join')}
                </Button>
                <Button disabled={isBusy} onClick={keepApart}>
                  {t('duplicates.keep_apart')}
                </Button>
                <Button kind="quiet" disabled={isBusy} onClick={swap}>
                  {t('duplicates.swap')}
                </Button>
              </footer>
            )}
          </section>
        </div>
      ) : (
        <Empty title={t('duplicates.empty_title')} text={t('duplicates.empty_text')}>
          <Link to="/people" className={buttonClass()}>
            {t('trash.back')}
          </Link>
        </Empty>
      )}
    </div>
  );
}

function PairList({
  pairs,
  active,
  onActive,
  hasMore,
  onMore,
}: {
  pairs: Duplicate[];
  active: number;
  onActive: (index: number) => void;
  hasMore: boolean;
  onMore: () => void;
}) {
  const { t } = useTranslation();
  const reviewText = useReviewText();
  return (
    <nav
      aria-label={t('duplicates.title')}
      className="w-80 shrink-0 overflow-auto border-r max-md:max-h-48 max-md:w-full max-md:border-r-0 max-md:border-b"
    >
      <ul>
        {pairs.map((pair, index) => (
          <li key={pair.id}>
            <button
              type="button"
              aria-current={index === active}
              className={`flex w-full flex-col gap-0.5 border-b px-4 py-2 text-left max-sm:px-3 ${
                index === active ? 'bg-accent-soft' : 'hover:bg-paper-2'
              }`}
              onClick={() => onActive(index)}
            >
              {pair.people.map((person, place) => (
                <span key={place} className="truncate text-sm font-medium text-ink">
                  {person.name ?? t('record.nameless', { id: person.id.slice(-6) })}
                </span>
              ))}
              <span className="truncate text-xs text-quiet">{reviewText(pair.reasons[0])}</span>
            </button>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button kind="quiet" className="m-2" onClick={onMore}>
          {t('ui.more')}
        </Button>
      )}
    </nav>
  );
}

/** Why the two are a pair. */
function Why({ pair }: { pair: Duplicate }) {
  const reviewText = useReviewText();
  return (
    <ul className="flex flex-col gap-1 border-b bg-amber-soft px-4 py-2 text-sm max-sm:px-3">
      {pair.reasons.map(reason => (
        <li key={`${reason.reason} ${reason.kind} ${reason.value}`} className="flex gap-2">
          <Icon name="warning" className="mt-0.5 text-amber" />
          <span className="min-w-0 wrap-anywhere">{reviewText(reason)}</span>
        </li>
      ))}
    </ul>
  );
}

const compared = [
  'email',
  'phone',
  'birth_date',
  'company',
  'street',
  'city',
  'country',
  'stage',
  'last_seen_at',
];

/** What each of the two says of themselves, the one who stays on the left. */
function SideBySide({ one, other }: { one: string; other: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useRecordName();
  const object = useObject('people');
  const left = useQuery(recordQuery('people', one));
  const right = useQuery(recordQuery('people', other));
  const failed = [left, right].find(query => query.isError);
  if (failed) return <Problem error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!left.data || !right.data) return <Skeleton lines={5} />;
  const both = [left.data, right.data];
  const fields = compared.flatMap(name => object.fields.filter(field => field.name === name));
  return (
    <table className="w-full table-fixed text-sm">
      <thead className="text-left">
        <tr>
          <th className="w-1/4 py-1 pr-2">
            <span className="sr-only">{t('join.field')}</span>
          </th>
          {both.map((row, index) => (
            <th key={row.id} className="py-1 pr-2 align-bottom font-normal">
              <span className="block text-xs text-quiet">
                {index === 0 ? t('duplicates.stays') : t('duplicates.becomes_part')}
              </span>
              <Link to={`/people/${row.id}`} className="font-medium text-ink hover:underline">
                {nameOf(row)}
              </Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields
          .filter(field => both.some(row => row[field.name] !== null && row[field.name] !== undefined))
          .map(field => (
            <tr key={field.name} className="border-t align-baseline">
              <th className="py-1 pr-2 text-left font-normal text-quiet">{label(field.label, field.name)}</th>
              {both.map(row => (
                <td key={row.id} className="py-1 pr-2 wrap-anywhere text-ink">
                  <Value field={field} value={row[field.name]} />
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}
