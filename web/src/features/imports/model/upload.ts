import { get, send, url } from '@/lib/api/client.ts';
import type { Import, ImportKind } from '@/lib/api/types.ts';

const part_bytes = 1024 * 1024;
const attempts_max = 5;
const pause_ms = 1000;

/** Sends a file piece by piece, so that neither the browser nor the server holds it whole; a piece that is lost is sent again. */
export async function upload(
  file: File,
  kind: ImportKind,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  let { data: made } = await send<Import>('POST', '/imports', {
    body: { kind, file_name: file.name, bytes: file.size },
    signal,
  });
  for (let part = 0; part * part_bytes < file.size; part += 1) {
    const bytes = file.slice(part * part_bytes, (part + 1) * part_bytes);
    for (let attempt = 1; ; attempt += 1) {
      try {
        made = (await send<Import>('PUT', `/imports/${made.id}/parts/${part}`, { bytes, signal })).data;
        break;
      } catch (error) {
        if (signal.aborted || attempt === attempts_max) throw error;
        await new Promise(resolve => setTimeout(resolve, pause_ms * attempt));
      }
    }
    onProgress(made.bytes_received / Math.max(1, made.bytes));
  }
  return made;
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
