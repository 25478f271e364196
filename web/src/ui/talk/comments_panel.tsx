import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import { throttled, useLive } from '@/lib/live.ts';
import { commentsQuery, partsOf, useCommentWrites, type Comment, type Subject } from '@/lib/talk.ts';
import { Button, IconButton } from '../button.tsx';
import { Menu } from '../menu.tsx';
import { Problem, Skeleton } from '../states.tsx';
import { TimeAgo } from '../time_ago.tsx';
import { MentionBox } from './mention_box.tsx';

const refresh_ms = 500;

/** What colleagues say to each other about a record, beside its page. */
export default function CommentsPanel({
  subject,
  sought,
  onClose,
}: {
  subject: Subject;
  /** The comment that was asked for. */
  sought: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useInfiniteQuery(commentsQuery(subject));
  const writes = useCommentWrites(subject);
  const comments = useMemo(() => list.data?.pages.flatMap(page => page.data) ?? [], [list.data]);
  const { object, id } = subject;
  const refresh = useMemo(
    () => throttled(refresh_ms, () => void client.invalidateQueries({ queryKey: ['talk', object, id] })),
    [client, object, id],
  );
  useLive(`${object}:${id}`, { change: refresh, gone: refresh }, refresh);
  useActions([
    {
      id: 'comments.close',
      label: 'talk.close',
      group: 'record',
      shortcut: 'Escape',
      isInPalette: false,
      run: onClose,
    },
  ]);
  const mayComment = list.data?.pages[0]?.may_comment ?? false;
  return (
    <aside
      aria-label={t('talk.comments')}
      className="absolute top-(--bar) right-0 bottom-0 z-20 flex w-76 flex-col border-l bg-paper max-sm:fixed max-sm:inset-0 max-sm:z-40 max-sm:w-full xl:w-90"
      onKeyDown={event => {
        // What a menu over the panel takes comes by here too.
        const isHere = event.currentTarget.contains(event.target as Node);
        if (event.key !== 'Escape' || event.defaultPrevented || !isHere) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-b pr-2 pl-4 max-sm:h-(--bar)">
        <h2 className="min-w-0 flex-1 truncate text-sm">{t('talk.comments')}</h2>
        <IconButton icon="close" label={t('ui.close')} onClick={onClose} />
      </header>
      <div
        className="min-h-0 flex-1 overflow-auto"
        tabIndex={0}
        role="region"
        aria-label={t('talk.comments')}
      >
        {mayComment && (
          <MentionBox
            subject={subject}
            label={t('talk.comment')}
            save={t('talk.send')}
            className="px-4 pt-3"
            takesFocus={!sought}
            onSave={writes.add}
          />
        )}
        {list.isPending && <Skeleton lines={4} />}
        {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && !comments.length && (
          <p className="px-4 py-3 text-sm text-soft">{t(mayComment ? 'talk.empty' : 'talk.empty_reader')}</p>
        )}
        <ol className="flex flex-col">
          {comments.map(comment => (
            <Said
              key={comment.id}
              subject={subject}
              comment={comment}
              isSought={comment.id === sought}
              onRemove={() => void writes.remove(comment)}
              onChange={(text, mentions) => writes.change(comment, text, mentions)}
            />
          ))}
        </ol>
        {list.hasNextPage && (
          <p className="px-4 py-3">
            <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('talk.earlier')}
            </Button>
          </p>
        )}
      </div>
    </aside>
  );
}

function Said({
  subject,
  comment,
  isSought,
  onRemove,
  onChange,
}: {
  subject: Subject;
  comment: Comment;
  isSought: boolean;
  onRemove: () => void;
  onChange: (text: string, mentions: string[]) => Promise<boolean>;
}) {
  const { t } = useTranslation();
  const [isEdited, setIsEdited] = useState(false);
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!isSought) return;
    line.current?.scrollIntoView({ block: 'nearest' });
    line.current?.focus();
  }, [isSought]);
  return (
    <li
      ref={line}
      tabIndex={-1}
      className={`border-b px-4 py-3 outline-none ${isSought ? 'bg-accent-soft' : ''}`}
    >
      <header className="flex min-h-6 items-center gap-2 text-xs">
        <span className="min-w-0 truncate font-medium text-ink">
          {comment.author.name || t('talk.somebody')}
        </span>
        <span className="text-quiet">
          <TimeAgo at={comment.created_at} />
          {comment.edited_at && ` · ${t('talk.edited')}`}
        </span>
        {comment.may_change && !isEdited && (
          <span className="ml-auto">
            <Menu
              trigger={<IconButton icon="more" label={t('talk.of_comment')} />}
              groups={[
                [
                  { id: 'edit', label: t('talk.edit'), icon: 'edit', run: () => setIsEdited(true) },
                  { id: 'delete', label: t('talk.delete'), isDangerous: true, run: onRemove },
                ],
              ]}
            />
          </span>
        )}
      </header>
      {isEdited ? (
        <MentionBox
          subject={subject}
          comment={comment}
          label={t('talk.edit')}
          save={t('ui.save')}
          className="pt-1"
          takesFocus
          onEscape={() => setIsEdited(false)}
          onSave={async (text, mentions) => {
            const isSaved = await onChange(text, mentions);
            if (isSaved) setIsEdited(false);
            return isSaved;
          }}
        />
      ) : (
        <p className="text-sm wrap-anywhere whitespace-pre-wrap text-text">
          {partsOf(comment.text, comment.mentions).map(({ text, mention }, index) =>
            mention ? (
              <span
                key={index}
                title={mention.is_told ? undefined : t('talk.was_not_told', { name: mention.name })}
                className={`font-medium ${mention.is_told ? 'text-accent' : 'text-soft line-through decoration-1'}`}
              >
                {text}
              </span>
            ) : (
              text
            ),
          )}
        </p>
      )}
    </li>
  );
}
