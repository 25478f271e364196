import { lazy, Suspense, type Ref } from 'react';
import { contentOf, save, type Attachment } from '@/lib/attachments.ts';

const PictureDialog = lazy(() => import('./picture_dialog.tsx'));

type Named = Pick<Attachment, 'id' | 'name'>;

/** The name of a file: to be saved when it is pressed, or looked at where it can be. */
export function FileLink({
  file,
  className,
  onShow,
  ref,
}: {
  file: Named;
  className: string;
  /** Of a picture: shows it. */
  onShow: (() => void) | undefined;
  ref?: Ref<HTMLAnchorElement>;
}) {
  return (
    <a
      ref={ref}
      href={contentOf(file)}
      download={file.name}
      aria-haspopup={onShow ? 'dialog' : undefined}
      dir="auto"
      className={className}
      onClick={event => {
        if (!onShow || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        onShow();
      }}
    >
      {file.name}
    </a>
  );
}

/** A picture over the page. */
export function Picture({ file, onClose }: { file: Named; onClose: () => void }) {
  return (
    <Suspense>
      <PictureDialog file={file} onSave={() => save(file)} onClose={onClose} />
    </Suspense>
  );
}
