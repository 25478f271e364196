/** Files on a record: what there are, what they are, and what is done to them. */
import { infiniteQueryOptions, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, send, url } from './api/client.ts';
import type { components } from './api/schema.ts';
import type { Subject } from './talk.ts';
import { useProblems } from './use_problems.ts';
import { useUndo } from './use_undo.ts';

type Schema = components['schemas'];
export type Attachment = Schema['attachment'];
export type Attachments = Schema['attachments'];

/** Few at first: beside them stands what else there is of a record. */
const first_at_once = 8;
const later_at_once = 50;

export function attachmentsQuery({ object, id }: Subject) {
  return infiniteQueryOptions({
    queryKey: ['attachments', object, id],
    queryFn: ({ pageParam, signal }) =>
      get<Attachments>(
        `/attachments/on/${object}/${id}`,
        { page: pageParam, limit: pageParam ? later_at_once : first_at_once },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: last => last.next,
  });
}

/** Where the bytes are; the server has them saved, never shown as a page. */
export const contentOf = ({ id }: Pick<Attachment, 'id'>) => url(`/attachments/${id}/content`);

export function save(file: Pick<Attachment, 'id' | 'name'>) {
  const link = document.createElement('a');
  link.href = contentOf(file);
  link.download = file.name;
  link.click();
}

const kinds = {
  pdf: ['pdf'],
  text: ['txt', 'md', 'log'],
  document: ['doc', 'docx', 'odt', 'rtf', 'pages'],
  table: ['xls', 'xlsx', 'ods', 'csv', 'tsv', 'numbers'],
  slides: ['ppt', 'pptx', 'odp', 'key'],
  archive: ['zip', '7z', 'rar', 'tar', 'gz'],
  mail: ['eml', 'msg', 'mbox'],
  sound: ['mp3', 'm4a', 'wav', 'ogg', 'flac'],
  film: ['mp4', 'mov', 'mkv', 'webm', 'avi'],
} as const;
export type FileKind = keyof typeof kinds | 'picture' | 'file';

/** The end of a name that says what kind of file it is, in small letters; empty where there is none. */
export function extensionOf(name: string): string {
  const extension = /[^.]\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[1] ?? '';
  return extension.toLowerCase();
}

/** What people call such a file: by its bytes where they tell, else by its name. */
export function kindOf({ name, media_type, is_picture }: Attachment): FileKind {
  if (is_picture) return 'picture';
  if (media_type === 'application/pdf') return 'pdf';
  const extension = extensionOf(name);
  const known = Object.entries(kinds) as [FileKind, readonly string[]][];
  return known.find(([, extensions]) => extensions.includes(extension))?.[0] ?? 'file';
}

/** How many characters of a name come before its extension: what one renames. */
export function stemOf(name: string): number {
  const extension = extensionOf(name);
  return extension ? name.length - extension.length - 1 : name.length;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size in the unit that people would say it in: one decimal below ten. */
export function sizeOf(bytes: number): { value: number; options: Intl.NumberFormatOptions } {
  let at = 0;
  let value = bytes;
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1024;
    at += 1;
  }
  // A few bytes have a plural: their short form has none.
  const unitDisplay = at ? 'short' : 'long';
  const digits = at > 0 && value < 9.95 ? 1 : 0;
  return {
    value,
    options: { style: 'unit', unit: units[at], unitDisplay, maximumFractionDigits: digits },
  };
}

/** Renaming and removing, each offered for undoing. Whether it went well; what went wrong has then been shown. */
export function useAttachmentWrites(subject: Subject) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const problems = useProblems();
  const undo = useUndo();
  const attempt = async (work: () => Promise<void>) => {
    let isDone = true;
    try {
      await work();
    } catch (error) {
      problems.show(error);
      isDone = false;
    }
    await client.invalidateQueries({ queryKey: attachmentsQuery(subject).queryKey });
    return isDone;
  };
  return {
    rename: ({ id, version }: Attachment, name: string) =>
      attempt(async () => {
        const { changeSet } = await send('PATCH', `/attachments/${id}`, { body: { name }, version });
        if (changeSet) undo.offer(t('files.renamed'), changeSet);
      }),
    remove: ({ id, version }: Attachment) =>
      attempt(async () => {
        const { changeSet } = await send('DELETE', `/attachments/${id}`, { version });
        undo.offer(t('files.removed'), changeSet);
      }),
  };
}
