import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import { marksQuery, useMarkWrites, type Subject } from '@/lib/talk.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Button, IconButton } from '../button.tsx';
import type { MenuItem } from '../menu.tsx';

const loadPanel = () => import('./comments_panel.tsx');
const CommentsPanel = lazy(loadPanel);

const hash_open = 'comments';
const hash_one = 'comment-';
/** The id of the button that opens the comments, to which the focus goes back. */
const toggle = 'comments-toggle';

/** The address of a record with its comments beside it, at one of them. */
export const hashOf = (comment: string) => `${hash_one}${comment}`;

/** What everybody marks for themselves on a record's page, and its comments, which the address keeps open. */
export function RecordMarks({ subject }: { subject: Subject }) {
  const { t } = useTranslation();
  const format = useFormat();
  const marks = useQuery(marksQuery(subject)).data;
  const { watch, favour } = useMarkWrites();
  const { isOpen, turn } = useIsOpen();
  const isWatched = !!marks?.is_watched;
  const isFavourite = !!marks?.is_favourite;
  const isKnown = () => !!marks;
  useActions([
    {
      id: 'talk.comments',
      label: 'talk.comments',
      group: 'record',
      shortcut: 'm',
      isAvailable: isKnown,
      run: () => turn(!isOpen),
    },
    {
      id: 'talk.favourite',
      label: isFavourite ? 'talk.favour_no_more' : 'talk.favour',
      group: 'record',
      shortcut: 's',
      isAvailable: isKnown,
      run: () => void favour(subject, !isFavourite),
    },
    {
      id: 'talk.watch',
      label: isWatched ? 'talk.watch_no_more' : 'talk.watch',
      group: 'record',
      shortcut: 'w',
      isAvailable: isKnown,
      run: () => void watch(subject, !isWatched),
    },
  ]);
  if (!marks) return null;
  const said = format.number(marks.comments);
  return (
    <>
      <IconButton
        icon="star"
        label={t(isFavourite ? 'talk.favour_no_more' : 'talk.favour')}
        aria-pressed={isFavourite}
        className={`max-sm:hidden ${isFavourite ? 'text-accent! [&>svg]:fill-current' : ''}`}
        onClick={() => void favour(subject, !isFavourite)}
      />
      <IconButton
        icon="eye"
        label={t(isWatched ? 'talk.watch_no_more' : 'talk.watch')}
        aria-pressed={isWatched}
        className={`max-sm:hidden ${isWatched ? 'bg-accent-soft text-accent!' : ''}`}
        onClick={() => void watch(subject, !isWatched)}
      />
      <Button
        id={toggle}
        kind="quiet"
        icon="comment"
        title={t('talk.comments')}
        aria-label={marks.comments ? t('talk.comments_count', { count: marks.comments }) : t('talk.comments')}
        aria-expanded={isOpen}
        className={isOpen ? 'bg-accent-soft text-accent!' : ''}
        onPointerEnter={() => void loadPanel()}
        onFocus={() => void loadPanel()}
        onClick={() => turn(!isOpen)}
      >
        {marks.comments > 0 && <span className="tnum">{said}</span>}
      </Button>
    </>
  );
}

/** The marks as items of the page's menu: on a phone there is room for no more buttons. */
export function useMarkMenu(subject: Subject): MenuItem[] {
  const { t } = useTranslation();
  const marks = useQuery(marksQuery(subject)).data;
  const { watch, favour } = useMarkWrites();
  if (!marks) return [];
  return [
    {
      id: 'favourite',
      label: t(marks.is_favourite ? 'talk.favour_no_more' : 'talk.favour'),
      icon: 'star',
      shortcut: 's',
      run: () => void favour(subject, !marks.is_favourite),
    },
    {
      id: 'watch',
      label: t(marks.is_watched ? 'talk.watch_no_more' : 'talk.watch'),
      icon: 'eye',
      shortcut: 'w',
      run: () => void watch(subject, !marks.is_watched),
    },
  ];
}

function useIsOpen() {
  const navigate = useNavigate();
  const hash = useRouterState({ select: state => state.location.hash });
  const isOpen = hash === hash_open || hash.startsWith(hash_one);
  const turn = (open: boolean) =>
    void navigate({
      to: '.',
      search: true,
      hash: open ? hash_open : '',
      replace: true,
      resetScroll: false,
    });
  return { isOpen, turn, sought: hash.startsWith(hash_one) ? hash.slice(hash_one.length) : null };
}

/** The comments beside the page, where the address says so: to stand in a page that is `relative`. */
export function CommentsBeside({ subject }: { subject: Subject }) {
  const { isOpen, turn, sought } = useIsOpen();
  if (!isOpen) return null;
  return (
    <Suspense>
      <CommentsPanel
        subject={subject}
        sought={sought}
        onClose={() => {
          turn(false);
          document.getElementById(toggle)?.focus();
        }}
      />
    </Suspense>
  );
}
