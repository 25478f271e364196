import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import { recordQuery, useObject } from '@/lib/records/queries.ts';
import { useRecordWrites } from '@/lib/records/writes.ts';
import { mayDo, useMayShare } from '@/lib/roles.ts';
import { useHistory } from '@/lib/use_history.ts';
import { useFormat, useLabel } from '@/lib/use_format.ts';
import { Files } from '@/ui/attachments/files.tsx';
import { buttonClass, Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Menu } from '@/ui/menu.tsx';
import { PageBar, Section } from '@/ui/page.tsx';
import { Related } from '@/ui/records/related.tsx';
import { FieldsPanel } from '@/ui/records/fields_panel.tsx';
import { useRecordName } from '@/ui/records/record_name.tsx';
import { Problem, Skeleton } from '@/ui/states.tsx';
import { CommentsBeside, RecordMarks, useMarkMenu } from '@/ui/talk/record_marks.tsx';

const ShareDialog = lazy(() => import('@/ui/records/share_dialog.tsx'));
const HistoryDialog = lazy(() => import('@/ui/records/history_dialog.tsx'));

/** The page of a record that has no room of its own: its fields, what points to it, its history. */
export function RecordPage({ plural, id }: { plural: string; id: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const format = useFormat();
  const navigate = useNavigate();
  const history = useHistory();
  const nameOf = useRecordName();
  const object = useObject(plural);
  const record = useQuery(recordQuery(plural, id));
  const { remove } = useRecordWrites(object);
  const [open, setOpen] = useState<'history' | 'share' | null>(null);
  const row = record.data;
  const mayShare = useMayShare(object);
  const subject = { object: object.name, id };
  const markItems = useMarkMenu(subject);

  const removeNow = async () => {
    if (!row) return;
    await remove([row]);
    void navigate({ to: `/${plural}` });
  };
  useActions([
    {
      id: 'record.history',
      label: 'history.title',
      group: 'record',
      shortcut: 'h',
      run: () => setOpen('history'),
    },
    {
      id: 'record.share',
      label: 'share.action',
      group: 'record',
      isAvailable: () => !!row && mayShare,
      run: () => setOpen('share'),
    },
    {
      id: 'record.delete',
      label: 'record.delete',
      group: 'record',
      isAvailable: () => !!row && mayDo(object, 'delete'),
      run: () => void removeNow(),
    },
    {
      id: 'record.back',
      label: 'record.back',
      group: 'record',
      shortcut: 'Escape',
      isInPalette: false,
      run: () => history.back(),
    },
  ]);

  return (
    <div className="relative flex h-full flex-col">
      <PageBar
        title={row ? nameOf(row) : label(object.label)}
        before={
          <Link to={`/${plural}`} className={`${buttonClass('quiet')} -ml-2 font-normal!`}>
            {label(object.label_plural)}
            <Icon name="right" />
          </Link>
        }
      >
        {row && <RecordMarks subject={subject} />}
        <Button kind="quiet" icon="history" onClick={() => setOpen('history')}>
          <span className="max-sm:sr-only">{t('history.title')}</span>
        </Button>
        {row && (
          <Menu
            trigger={<Button kind="quiet" icon="more" aria-label={t('ui.more')} />}
            groups={[
              markItems,
              mayShare ? [{ id: 'share', label: t('share.action'), run: () => setOpen('share') }] : [],
              mayDo(object, 'delete')
                ? [
                    {
                      id: 'delete',
                      label: t('record.delete'),
                      isDangerous: true,
                      run: () => void removeNow(),
                    },
                  ]
                : [],
            ].filter(group => group.length > 0)}
          />
        )}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto">
        {record.isPending && <Skeleton />}
        {record.isError && <Problem error={record.error} onRetry={() => void record.refetch()} />}
        {row && (
          <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-8 p-6 max-md:grid-cols-1 max-sm:p-3">
            <Section title={t('record.fields')}>
              <FieldsPanel object={object} row={row} leaveOut={['created_at', 'updated_at']} />
              <p className="mt-2 text-xs text-quiet">
                {t('record.created_at', { at: format.dateTime(row.created_at) })}
              </p>
            </Section>
            <div className="flex flex-col gap-8">
              <Files subject={subject} />
              <Related object={object.name} id={id} />
            </div>
          </div>
        )}
      </div>
      {row && <CommentsBeside subject={subject} />}
      <Suspense>
        {open === 'history' && <HistoryDialog object={object} id={id} onClose={() => setOpen(null)} />}
        {open === 'share' && <ShareDialog object={object} id={id} onClose={() => setOpen(null)} />}
      </Suspense>
    </div>
  );
}
