import { useState } from 'react';
import type { FileRef } from '@/lib/api/types.ts';
import { FileLink, Picture } from '../attachments/file_link.tsx';

/** The file that a field holds, by its name: saved when it is pressed, a picture looked at. */
export default function FileValue({ file, className }: { file: FileRef; className: string }) {
  const [isShown, setIsShown] = useState(false);
  const isPicture = file.media_type.startsWith('image/');
  return (
    <>
      <FileLink file={file} className={className} onShow={isPicture ? () => setIsShown(true) : undefined} />
      {isShown && <Picture file={file} onClose={() => setIsShown(false)} />}
    </>
  );
}
