import { get, send, url } from '@/lib/api/client.ts';
import type { Import, ImportKind } from '@/lib/api/types.ts';
import { sendPieces } from '@/lib/pieces.ts';

const part_bytes = 1024 * 1024;

/** Brings a file to the server, which says then what it is. */
export async function upload(
  file: File,
  kind: ImportKind,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  const { data: made } = await send<Import>('POST', '/imports', {
    body: { kind, file_name: file.name, bytes: file.size },
    signal,
  });
  const path = (part: number) => `/imports/${made.id}/parts/${part}`;
  const { data } = await sendPieces<Import>(file, part_bytes, path, signal, ({ bytes, bytes_received }) =>
    onProgress(bytes_received / Math.max(1, bytes)),
  );
  return data;
}

/** The rows that did not go in, as a file to mend; fetched page by page. */
export async function badRows(id: string): Promise<Blob> {
  const pages: Blob[] = [];
  let after: string | null = '0';
  while (after !== null) {
    const response: Response = await fetch(url(`/imports/${id}/bad-rows`, { after }), {
      credentials: 'same-origin',
    });
    // The same problem as everywhere, read by the one who knows how.
    if (!response.ok) await get(`/imports/${id}`);
    if (!response.ok) throw new Error(response.statusText);
    pages.push(await response.blob());
    after = response.headers.get('Kith-Next');
  }
  return new Blob(pages, { type: 'text/csv' });
}

export function save(file: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
