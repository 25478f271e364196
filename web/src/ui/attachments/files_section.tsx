import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '@/lib/actions.ts';
import { attachmentsQuery, useAttachmentWrites, type Attachment } from '@/lib/attachments.ts';
import type { Subject } from '@/lib/talk.ts';
import { uploads, useSending, type Refused } from '@/lib/uploads.ts';
import { useUndo } from '@/lib/use_undo.ts';
import { Button } from '../button.tsx';
import { Section } from '../page.tsx';
import { Problem, Skeleton } from '../states.tsx';
import { FileLine } from './file_line.tsx';
import { SendingLine } from './sending_line.tsx';
import { useFileDrop, type Dropped } from './use_file_drop.ts';

/** The files on a record: added by a button or by dropping them on the page, opened, renamed, removed. */
export default function FilesSection({ subject }: { subject: Subject }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const undo = useUndo();
  const list = useInfiniteQuery(attachmentsQuery(subject));
  const sending = useSending(subject);
  const writes = useAttachmentWrites(subject);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const files = list.data?.pages.flatMap(page => page.data) ?? [];
  const { count = 0, bytes_max = 0, may_change: mayChange = false } = list.data?.pages[0] ?? {};

  const refusedFor = ({ file, isFolder }: Dropped): Refused['reason'] | undefined => {
    if (isFolder) return 'is_folder';
    if (!file.size) return 'is_empty';
    return file.size > bytes_max ? 'is_too_large' : undefined;
  };
  const refresh = () => client.invalidateQueries({ queryKey: attachmentsQuery(subject).queryKey });
  const add = (dropped: Dropped[]) =>
    void uploads.add(
      subject,
      dropped.map(each => ({ file: each.file, refused: refusedFor(each) })),
      {
        onEach: () => void refresh(),
        onDone: changeSets => undo.offer(t('files.added', { count: changeSets.length }), ...changeSets),
      },
    );
  // What was removed cannot keep the focus.
  const remove = async (file: Attachment) => {
    if (await writes.remove(file)) button.current?.focus();
  };
  const choose = () => input.current?.click();
  const isOver = useFileDrop(mayChange, add);
  useActions([
    {
      id: 'files.add',
      label: 'files.add',
      group: 'record',
      shortcut: 'u',
      isAvailable: () => mayChange,
      run: choose,
    },
  ]);

  return (
    <Section
      title={count ? t('files.count', { count }) : t('files.title')}
      side={
        mayChange && (
          <>
            <input
              ref={input}
              type="file"
              multiple
              hidden
              onChange={event => {
                add([...(event.target.files ?? [])].map(file => ({ file, isFolder: false })));
                // The same file can be chosen again.
                event.target.value = '';
              }}
            />
            <Button ref={button} kind="quiet" icon="plus" className="-mr-2.5" onClick={choose}>
              {t('files.add')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col">
        {list.isPending && <Skeleton lines={2} />}
        {list.isError && <Problem error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && !files.length && !sending.length && (
          <p className="text-sm text-soft">{t(mayChange ? 'files.empty' : 'files.empty_reader')}</p>
        )}
        {files.length + sending.length > 0 && (
          <ul className="flex flex-col">
            {sending.map(one => (
              <SendingLine
                key={one.key}
                sending={one}
                bytesMax={bytes_max}
                onGone={() => button.current?.focus()}
              />
            ))}
            {files.map(file => (
              <FileLine
                key={file.id}
                file={file}
                mayChange={mayChange}
                onRename={name => writes.rename(file, name)}
                onRemove={() => void remove(file)}
              />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <p className="pt-1">
            <Button
              kind="quiet"
              className="-ml-2 font-normal!"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('files.earlier')}
            </Button>
          </p>
        )}
        {isOver && (
          <p className="pointer-events-none fixed inset-1 z-30 flex items-center justify-center rounded-md border-2 border-dashed border-accent bg-accent-soft/70">
            <span className="rounded-md border border-line-2 bg-paper px-4 py-2 font-medium text-accent">
              {t('files.drop')}
            </span>
          </p>
        )}
      </div>
    </Section>
  );
}
