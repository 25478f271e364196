import { ApiProblem, send, type Answer } from './api/client.ts';

const attempts_max = 5;
const pause_ms = 1000;

/** What may be otherwise in a moment; a refusal will not. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  return error.code === 'offline' || [408, 429].includes(error.status) || error.status >= 500;
}

/** To the browser a file that was changed or taken away after it was chosen looks like a server that cannot be reached. */
async function canBeRead(bytes: Blob): Promise<boolean> {
  try {
    await bytes.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * Sends bytes piece by piece, so that neither the browser nor the server holds them whole; a piece that is lost is sent again.
 * The answer to the last piece. Those before the first are there already.
 */
export async function sendPieces<T>(
  bytes: Blob,
  piece_bytes: number,
  path: (part: number) => string,
  signal: AbortSignal,
  onAnswer: (answer: T) => void,
  first = 0,
): Promise<Answer<T>> {
  for (let part = first; ; part += 1) {
    const piece = bytes.slice(part * piece_bytes, (part + 1) * piece_bytes);
    const answer = await sendPiece<T>(path(part), piece, signal);
    onAnswer(answer.data);
    if ((part + 1) * piece_bytes >= bytes.size) return answer;
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function sendPiece<T>(path: string, bytes: Blob, signal: AbortSignal): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send<T>('PUT', path, { bytes, signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'offline' && !(await canBeRead(bytes)))
        throw new ApiProblem(0, 'file_changed', 'The file can no longer be read.');
      if (signal.aborted || attempt === attempts_max || !isPassing(error)) throw error;
      await pause(pause_ms * attempt, signal);
    }
  }
}
