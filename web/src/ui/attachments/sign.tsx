import { extensionOf } from '@/lib/attachments.ts';
import { Icon } from '../icon.tsx';

/** What fits into the square before a name. */
const extension_characters_max = 4;

/** The square before a file's name: how the name ends. */
export function Sign({ name }: { name: string }) {
  const extension = extensionOf(name);
  return (
    <span
      aria-hidden="true"
      className="flex size-9 shrink-0 items-center justify-center rounded-sm border bg-paper-2 text-[10px] font-medium text-quiet uppercase"
    >
      {extension && extension.length <= extension_characters_max ? extension : <Icon name="file" />}
    </span>
  );
}
