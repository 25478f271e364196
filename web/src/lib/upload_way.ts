import { ApiProblem, send } from './api/client.ts';
import type { components } from './api/schema.ts';
import { isPassing, sendPieces } from './pieces.ts';
import type { Subject } from './talk.ts';
import type { Way } from './uploads.ts';

type Upload = components['schemas']['attachment_upload'];
type Attachment = components['schemas']['attachment'];

const pathOf = ({ id }: Upload) => `/attachments/uploads/${id}`;

/** A field that a file is for, and who is told when it is there to be put into the field. */
export interface ForField {
  field: string;
  onThere: (file: Attachment) => void;
}

/** The way of a file to its record over the API, piece by piece; of one that is for a field, to where the field can have it. */
export function wayTo({ object, id }: Subject, file: File, goal?: ForField): Way {
  /** What the server knows of it: where that is tried again, the same upload goes on, so that no file comes twice. */
  let begun: Upload | null = null;

  const go: Way['go'] = async (onShare, signal) => {
    try {
      // Not to be aborted: nobody could end what was begun unheard.
      begun ??= (
        await send<Upload>('POST', `/attachments/on/${object}/${id}`, {
          body: { name: file.name, bytes: file.size, ...(goal && { field: goal.field }) },
        })
      ).data;
      const { piece_bytes, bytes_received } = begun;
      const path = pathOf(begun);
      const { changeSet } = await sendPieces<Upload>(
        file,
        piece_bytes,
        part => `${path}/parts/${part}`,
        signal,
        answer => {
          begun = answer;
          onShare(answer.bytes_received / answer.bytes);
          if (answer.file) goal?.onThere(answer.file);
        },
        Math.floor(bytes_received / piece_bytes),
      );
      return { changeSet };
    } catch (error) {
      if (signal.aborted) return back();
      // What was refused for good takes room until tomorrow otherwise; of an answer that was lost nobody knows what it was.
      if (error instanceof ApiProblem && !isPassing(error)) void back();
      throw error;
    }
  };

  const back: Way['back'] = async () => {
    const upload = begun;
    begun = null;
    if (!upload) return null;
    try {
      await send('DELETE', pathOf(upload));
      return null;
    } catch (error) {
      // What cannot be ended now is forgotten by the server after a day.
      if (!(error instanceof ApiProblem) || error.status !== 404) return null;
    }
    return thereAfterAll(upload);
  };

  /** Where the last piece had come, it is answered once more as it was. */
  const thereAfterAll: (upload: Upload) => ReturnType<Way['back']> = async upload => {
    const part = Math.ceil(file.size / upload.piece_bytes) - 1;
    const bytes = file.slice(part * upload.piece_bytes);
    try {
      const { changeSet } = await send<Upload>('PUT', `${pathOf(upload)}/parts/${part}`, { bytes });
      return { changeSet };
    } catch {
      return null;
    }
  };
  return { go, back };
}
