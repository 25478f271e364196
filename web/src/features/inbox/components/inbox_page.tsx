import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import { inboxQuery, useInboxWrites, type InboxEntry } from '@/lib/talk.ts';
import { useLabel } from '@/lib/use_format.ts';
import { Button, IconButton } from '@/ui/button.tsx';
import { Icon, type IconName } from '@/ui/icon.tsx';
import { PageBar } from '@/ui/page.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { Empty, Problem, Skeleton } from '@/ui/states.tsx';
import { hashOf } from '@/ui/talk/record_marks.tsx';
import { TimeAgo } from '@/ui/time_ago.tsx';

const icons: Record<InboxEntry['kind'], IconName> = {
  mention: 'comment',
  comment: 'comment',
  change: 'edit',
  shared: 'people',
};
const fields_shown_max = 4;

/** Where colleagues mention one, and what happens to records that one watches: the newest first, the unread alone or all. */
export function InboxPage({ isAll, onAll }: { isAll: boolean; onAll: (isAll: boolean) => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const inbox = useInfiniteQuery(inboxQuery(isAll));
  const { mark, markAll } = useInboxWrites();
  const [active, setActive] = useState(0);
  const entries = useMemo(() => inbox.data?.pages.flatMap(page => page.data) ?? [], [inbox.data]);
  const at = Math.min(active, entries.length - 1);
  const current = entries[at];
  const open = (entry: InboxEntry) => {
    if (!entry.is_read) void mark([entry.id], true);
    void navigate({ to: entry.record.path, hash: entry.comment ? hashOf(entry.comment.id) : undefined });
  };
  const step = (by: number) => {
    const next = Math.max(0, Math.min(at + by, entries.length - 1));
    setActive(next);
    document.getElementById(`entry-${entries[next]?.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const hasEntries = () => entries.length > 0;
  const hasUnread = entries.some(entry => !entry.is_read);
  // What comes meanwhile was not seen, and stays unread.
  const readAll = () => void markAll(entries[0]!.at);
  const hidden = { group: 'list', isInPalette: false, isAvailable: hasEntries } as const;
  useActions([
    { ...hidden, id: 'inbox.next', label: 'list.action.next', shortcut: 'j|ArrowDown', run: () => step(1) },
    {
      ...hidden,
      id: 'inbox.previous',
      label: 'list.action.previous',
      shortcut: 'k|ArrowUp',
      run: () => step(-1),
    },
    {
      ...hidden,
      id: 'inbox.open',
      label: 'list.action.open',
      shortcut: 'Enter',
      run: () => current && open(current),
    },
    {
      ...hidden,
      id: 'inbox.mark',
      label: 'inbox.turn',
      shortcut: 'x',
      run: () => current && void mark([current.id], !current.is_read),
    },
    {
      id: 'inbox.read_all',
      label: 'inbox.read_all',
      group: 'list',
      isAvailable: () => hasUnread,
      run: readAll,
    },
  ]);
  return (
    <div className="flex h-full flex-col">
      <PageBar title={t('nav.inbox')}>
        {hasUnread && (
          <Button icon="check" onClick={readAll} aria-label={t('inbox.read_all')}>
            <span className="max-sm:sr-only">{t('inbox.read_all')}</span>
          </Button>
        )}
      </PageBar>
      <div role="group" aria-label={t('inbox.which')} className="flex gap-1 border-b px-3 py-1.5">
        {[false, true].map(all => (
          <button
            key={String(all)}
            type="button"
            aria-pressed={isAll === all}
            onClick={() => onAll(all)}
            className="h-(--tap) rounded-md px-2 text-soft hover:bg-hover aria-pressed:bg-paper-3 aria-pressed:font-medium aria-pressed:text-ink"
          >
            {t(all ? 'inbox.all' : 'inbox.unread')}
          </button>
        ))}
      </div>
      <div className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="region" aria-label={t('nav.inbox')}>
        {inbox.isPending && <Skeleton lines={6} />}
        {inbox.isError && <Problem error={inbox.error} onRetry={() => void inbox.refetch()} />}
        {inbox.data && !entries.length && (
          <Empty title={t(isAll ? 'inbox.empty_title' : 'inbox.none_unread')} text={t('inbox.empty_text')}>
            {!isAll && <Button onClick={() => onAll(true)}>{t('inbox.show_all')}</Button>}
          </Empty>
        )}
        <ol className="mx-auto max-w-3xl">
          {entries.map((entry, index) => (
            <Line
              key={entry.id}
              entry={entry}
              isActive={index === at}
              onOpen={() => open(entry)}
              onMark={() => void mark([entry.id], !entry.is_read)}
            />
          ))}
        </ol>
        {inbox.hasNextPage && (
          <p className="mx-auto max-w-3xl p-4">
            <Button disabled={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
              {t('inbox.earlier')}
            </Button>
          </p>
        )}
      </div>
    </div>
  );
}

function Line({
  entry,
  isActive,
  onOpen,
  onMark,
}: {
  entry: InboxEntry;
  isActive: boolean;
  onOpen: () => void;
  onMark: () => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const nameOf = useRecordName();
  const { record, comment, fields, is_read: isRead } = entry;
  const names = fields.slice(0, fields_shown_max).map(field => label(field.label, field.name));
  if (fields.length > names.length)
    names.push(t('inbox.more_fields', { count: fields.length - names.length }));
  const said = t(`inbox.said.${entry.kind}`, { who: entry.actor, fields: names.join(', ') });
  return (
    <li
      id={`entry-${entry.id}`}
      className={`flex items-start gap-3 border-b px-4 py-2.5 max-sm:px-3 ${isActive ? 'bg-paper-3 shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-paper-2'}`}
    >
      <Icon name={icons[entry.kind]} className={`mt-0.5 ${isRead ? 'text-quiet' : 'text-accent'}`} />
      <Link
        to={record.path}
        hash={comment ? hashOf(comment.id) : undefined}
        className="min-w-0 flex-1 text-sm"
        onClick={event => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          onOpen();
        }}
      >
        <span className="flex items-baseline gap-2">
          <span className={`min-w-0 truncate ${isRead ? 'text-text' : 'font-semibold text-ink'}`}>
            {nameOf(record)}
          </span>
          <span className="ml-auto shrink-0 text-xs text-quiet">
            <TimeAgo at={entry.at} />
          </span>
        </span>
        <span className="block text-soft">{said}</span>
        {comment && <span className="line-clamp-2 wrap-anywhere text-text">{comment.text}</span>}
        {!isRead && <span className="sr-only">{t('inbox.is_unread')}</span>}
      </Link>
      <IconButton
        icon={isRead ? 'inbox' : 'check'}
        label={t(isRead ? 'inbox.mark_unread' : 'inbox.mark_read')}
        onClick={onMark}
      />
    </li>
  );
}
