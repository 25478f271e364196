import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import { throttled, useLive } from '@/lib/live.ts';
import { recordQuery, useObject } from '@/lib/records/queries.ts';
import { useRecordWrites } from '@/lib/records/writes.ts';
import { mayDo, useMayShare } from '@/lib/roles.ts';
import { useMay } from '@/lib/session.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useHistory } from '@/lib/use_history.ts';
import { useIsPhone } from '@/lib/use_media.ts';
import { Badge } from '@/ui/badge.tsx';
import { Files } from '@/ui/attachments/files.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { PageBar } from '@/ui/page.tsx';
import { FieldsPanel } from '@/ui/records/fields_panel.tsx';
import { Related } from '@/ui/records/related.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { CommentsBeside, RecordMarks, useMarkMenu } from '@/ui/talk/record_marks.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import type { TimelineQuestion } from '../api/queries.ts';
import { ConsentsCard } from './consents_card.tsx';
import { IdentityCard } from './identity_card.tsx';
import { Means } from './means.tsx';
import { OpenQuestions } from './open_questions.tsx';
import { OwnedCard } from './owned_card.tsx';
import { Provenance } from './provenance.tsx';
import { Reviews } from './reviews.tsx';
import { Timeline } from './timeline.tsx';
import { ValueCard } from './value_card.tsx';

const AddEventDialog = lazy(() => import('./add_event_dialog.tsx'));
const CopyDialog = lazy(() => import('./copy_dialog.tsx'));
const EraseDialog = lazy(() => import('./erase_dialog.tsx'));
const HistoryDialog = lazy(() => import('@/ui/records/history_dialog.tsx'));
const ShareDialog = lazy(() => import('@/ui/records/share_dialog.tsx'));
const JoinDialog = lazy(() => import('./join_dialog.tsx'));

type Part = 'story' | 'person' | 'value';
type Window = 'history' | 'share' | 'join' | 'event' | 'copy' | 'erase' | null;
const parts: Part[] = ['story', 'person', 'value'];

/** Everything about one person on one screen: who they are, what happened, what they are worth and agreed to. */
export function PersonPage({
  id,
  question,
  onQuestion,
}: {
  id: string;
  question: TimelineQuestion;
  onQuestion: (question: TimelineQuestion) => void;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const history = useHistory();
  const client = useQueryClient();
  const may = useMay();
  const nameOf = useRecordName();
  const isPhone = useIsPhone();
  const object = useObject('people');
  const record = useQuery(recordQuery('people', id));
  const { remove } = useRecordWrites(object);
  const [open, setOpen] = useState<Window>(null);
  const [part, setPart] = useState<Part>('story');
  const [sought, setSought] = useState<string | null>(null);
  const row = record.data;
  const subject = { object: 'person', id };
  const markItems = useMarkMenu(subject);

  const refresh = useMemo(
    () =>
      throttled(500, () => {
        void client.invalidateQueries({ queryKey: ['person', id] });
        void client.invalidateQueries({ queryKey: ['records', 'people', 'one', id] });
        void client.invalidateQueries({ queryKey: ['attachments', 'person', id] });
      }),
    [client, id],
  );
  useLive(`person:${id}`, { change: refresh, gone: refresh }, refresh);

  // On a phone the story has to be turned to first.
  const seek = (event: string) => {
    setPart('story');
    setSought(event);
  };
  const removeNow = async () => {
    if (!row) return;
    await remove([row]);
    void navigate({ to: '/people' });
  };
  const canWrite = mayDo(object, 'update');
  const canDelete = mayDo(object, 'delete');
  const mayShare = useMayShare(object);
  const hasRow = () => !!row;
  const rights = { group: 'record', permission: 'people.rights', isAvailable: hasRow } as const;
  const write = { group: 'record', permission: 'people.write', isAvailable: hasRow } as const;
  useActions([
    { ...write, id: 'person.event', label: 'add_event.title', shortcut: 'n', run: () => setOpen('event') },
    { ...write, id: 'person.join', label: 'join.action', run: () => setOpen('join') },
    {
      id: 'person.history',
      label: 'history.title',
      group: 'record',
      shortcut: 'h',
      isAvailable: hasRow,
      run: () => setOpen('history'),
    },
    {
      id: 'person.share',
      label: 'share.action',
      group: 'record',
      isAvailable: () => hasRow() && mayShare,
      run: () => setOpen('share'),
    },
    {
      ...write,
      id: 'person.delete',
      label: 'record.delete',
      isAvailable: () => hasRow() && canDelete,
      run: () => void removeNow(),
    },
    { ...rights, id: 'person.copy', label: 'rights.copy', run: () => setOpen('copy') },
    { ...rights, id: 'person.erase', label: 'rights.erase', run: () => setOpen('erase') },
    {
      id: 'person.back',
      label: 'record.back',
      group: 'record',
      shortcut: 'Escape',
      isInPalette: false,
      run: () => history.back(),
    },
  ]);

  // The server leads from a person who was joined into another to that other.
  if (row && row.id !== id) return <Navigate to={`/people/${row.id}`} replace />;
  const left = row && (
    <div className="flex flex-col gap-3 p-4 max-sm:p-3">
      {row.is_known === false && (
        <p>
          <Badge>{t('person.anonymous')}</Badge>
        </p>
      )}
      <Means person={id} />
      <FieldsPanel
        object={object}
        row={row}
        leaveOut={['name', 'is_known', 'first_seen_at', 'last_seen_at', 'created_at', 'updated_at']}
        first={['stage', 'company', 'household', 'email', 'phone']}
        beside={(name, fields) => <Provenance person={id} name={name} fields={fields} />}
      />
      <IdentityCard person={id} />
    </div>
  );
  const right = row && (
    <div className="flex flex-col gap-5 p-4 max-sm:p-3">
      <ValueCard person={id} />
      <OwnedCard person={id} onSought={seek} />
      <ConsentsCard person={id} />
      <Files subject={subject} />
      <Related object="person" id={id} isAside />
    </div>
  );
  const middle = (
    <div className="flex h-full min-h-0 flex-col">
      <OpenQuestions person={id} onSought={seek} />
      <Reviews person={id} />
      <div className="min-h-0 flex-1">
        <Timeline
          key={JSON.stringify(question)}
          person={id}
          question={question}
          onQuestion={onQuestion}
          sought={sought}
          onSought={setSought}
        />
      </div>
    </div>
  );
  return (
    <div className="relative flex h-full flex-col">
      <PageBar
        title={row ? nameOf(row) : label(object.label)}
        before={
          <Link to="/people" className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {label(object.label_plural)}
            <Icon name="right" />
          </Link>
        }
      >
        {row && <RecordMarks subject={subject} />}
        {canWrite && row && (
          <Button icon="plus" onClick={() => setOpen('event')} aria-label={t('add_event.title')}>
            <span className="max-sm:sr-only">{t('add_event.title')}</span>
          </Button>
        )}
        {row && (
          <Menu
            trigger={<Button kind="quiet" icon="more" aria-label={t('ui.more')} />}
            groups={[
              markItems,
              [
                {
                  id: 'history',
                  label: t('history.title'),
                  icon: 'history',
                  shortcut: 'h',
                  run: () => setOpen('history'),
                },
                ...(canWrite
                  ? [
                      {
                        id: 'join',
                        label: t('join.action'),
                        icon: 'join' as const,
                        run: () => setOpen('join'),
                      },
                    ]
                  : []),
                ...(mayShare ? [{ id: 'share', label: t('share.action'), run: () => setOpen('share') }] : []),
                ...(may('people.rights')
                  ? [{ id: 'copy', label: t('rights.copy'), run: () => setOpen('copy') }]
                  : []),
              ],
              [
                ...(canDelete
                  ? [
                      {
                        id: 'delete',
                        label: t('record.delete'),
                        isDangerous: true,
                        run: () => void removeNow(),
                      },
                    ]
                  : []),
                ...(may('people.rights')
                  ? [
                      {
                        id: 'erase',
                        label: t('rights.erase'),
                        isDangerous: true,
                        run: () => setOpen('erase'),
                      },
                    ]
                  : []),
              ],
            ]}
          />
        )}
      </PageBar>
      {record.isPending && <Skeleton />}
      {record.isError && <Problem error={record.error} onRetry={() => void record.refetch()} />}
      {row && isPhone && (
        <>
          <div role="tablist" aria-label={t('person.parts')} className="flex border-b">
            {parts.map(name => (
              <button
                key={name}
                type="button"
                role="tab"
                id={`tab-${name}`}
                aria-selected={part === name}
                aria-controls="person-part"
                onClick={() => setPart(name)}
                className="h-(--tap) flex-1 border-b-2 border-transparent text-soft aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
              >
                {t(`person.part.${name}`)}
              </button>
            ))}
          </div>
          <div
            id="person-part"
            role="tabpanel"
            aria-labelledby={`tab-${part}`}
            className="min-h-0 flex-1 overflow-auto"
            tabIndex={0}
          >
            {part === 'story' ? middle : part === 'person' ? left : right}
          </div>
        </>
      )}
      {row && !isPhone && (
        <div className="grid min-h-0 flex-1 grid-cols-[316px_minmax(0,1fr)_304px] xl:grid-cols-[360px_minmax(0,1fr)_360px] max-lg:grid-cols-[260px_minmax(0,1fr)] max-lg:overflow-auto">
          <div
            className="min-h-0 overflow-auto border-r"
            tabIndex={0}
            role="region"
            aria-label={t('person.part.person')}
          >
            {left}
          </div>
          {middle}
          <div
            className="min-h-0 overflow-auto border-l max-lg:col-span-2 max-lg:border-t max-lg:border-l-0"
            tabIndex={0}
            role="region"
            aria-label={t('person.part.value')}
          >
            {right}
          </div>
        </div>
      )}
      {row && <CommentsBeside subject={subject} />}
      {row && (
        <Suspense>
          {open === 'history' && <HistoryDialog object={object} id={id} onClose={() => setOpen(null)} />}
          {open === 'share' && <ShareDialog object={object} id={id} onClose={() => setOpen(null)} />}
          {open === 'copy' && <CopyDialog row={row} onClose={() => setOpen(null)} />}
          {open === 'erase' && <EraseDialog row={row} onClose={() => setOpen(null)} />}
          {open === 'join' && <JoinDialog row={row} onClose={() => setOpen(null)} />}
          {open === 'event' && <AddEventDialog person={id} onClose={() => setOpen(null)} />}
        </Suspense>
      )}
    </div>
  );
}
