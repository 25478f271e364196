import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { contentOf, kindOf, save, sizeOf, stemOf, type Attachment } from '@/lib/attachments.ts';
import { useFormat } from '@/lib/use_format.ts';
import { Button, IconButton } from '../button.tsx';
import { LineBox } from '../line_box.tsx';
import { Menu } from '../menu.tsx';
import { TimeAgo } from '../time_ago.tsx';
import { FileLink, Picture } from './file_link.tsx';
import { Sign } from './sign.tsx';

/** A larger picture is fetched when somebody looks at it. */
const thumbnail_bytes_max = 2 * 1024 * 1024;

/** One file: what it is, how large, by whom and when; and what can be done with it. */
export function FileLine({
  file,
  mayChange,
  onRename,
  onRemove,
}: {
  file: Attachment;
  mayChange: boolean;
  onRename: (name: string) => Promise<boolean>;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isRenamed, setIsRenamed] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const { name, author } = file;
  const { value, options } = sizeOf(file.bytes);
  const facts = [format.number(value, options), t(`files.kind.${kindOf(file)}`), author.name];
  const stop = () => {
    // At once: the link is there to be focused.
    flushSync(() => setIsRenamed(false));
    link.current?.focus();
  };
  const show = () => setIsShown(true);
  return (
    <li className="flex items-start gap-3 border-b py-2 last:border-0">
      <Small file={file} />
      <div className="flex min-w-0 flex-1 flex-col">
        {isRenamed ? (
          <Renaming name={name} onSave={onRename} onEnd={stop} />
        ) : (
          <FileLink
            ref={link}
            file={file}
            className="rounded-sm text-sm font-medium wrap-anywhere text-ink hover:underline"
            onShow={file.is_picture ? show : undefined}
          />
        )}
        <span className="text-xs text-quiet">
          {facts.filter(Boolean).join(' · ')} · <TimeAgo at={file.added_at} />
        </span>
      </div>
      <Menu
        trigger={<IconButton icon="more" label={t('files.of_file', { name })} />}
        groups={[
          [
            ...(file.is_picture
              ? [{ id: 'show', label: t('files.show'), icon: 'eye' as const, run: show }]
              : []),
            { id: 'download', label: t('files.download'), icon: 'arrowDown', run: () => save(file) },
            ...(mayChange
              ? [
                  {
                    id: 'rename',
                    label: t('files.rename'),
                    icon: 'edit' as const,
                    run: () => setIsRenamed(true),
                  },
                ]
              : []),
          ],
          ...(mayChange
            ? [[{ id: 'remove', label: t('files.remove'), isDangerous: true, run: onRemove }]]
            : []),
        ]}
      />
      {isShown && <Picture file={file} onClose={() => setIsShown(false)} />}
    </li>
  );
}

/** A small picture, or how the name ends. */
function Small({ file }: { file: Attachment }) {
  if (file.is_picture && file.bytes <= thumbnail_bytes_max)
    return (
      <img
        src={contentOf(file)}
        alt=""
        draggable={false}
        loading="lazy"
        decoding="async"
        className="size-9 shrink-0 rounded-sm border object-cover"
      />
    );
  return <Sign name={file.name} />;
}

/** The name in a box, all but its extension chosen. */
function Renaming({
  name,
  onSave,
  onEnd,
}: {
  name: string;
  onSave: (name: string) => Promise<boolean>;
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  return (
    <LineBox
      label={t('files.new_name', { name })}
      className="flex-col items-stretch! gap-1! pb-1"
      text={name}
      takesFocus
      onEscape={onEnd}
      onSave={async next => {
        const isSaved = await onSave(next);
        if (isSaved) onEnd();
        return isSaved;
      }}
      box={{
        dir: 'auto',
        onFocus: event => event.currentTarget.setSelectionRange(0, stemOf(name)),
      }}
    >
      {canSave => (
        <span className="flex justify-end gap-2">
          <Button onClick={onEnd}>{t('ui.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={!canSave}>
            {t('ui.save')}
          </Button>
        </span>
      )}
    </LineBox>
  );
}
