import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { wayTo } from './upload_way.ts';

const file = new File(['hello world'], 'plan.txt');
const begun = { id: 'u1', name: file.name, bytes: 11, bytes_received: 0, piece_bytes: 8, file: null };
const person = { object: 'person', id: '1' };
type Reply = () => Response;
const reply = (body: unknown, status = 200, changeSet = ''): Reply => {
  const headers = changeSet ? { 'Kith-Change-Set': changeSet } : undefined;
  return () => new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
};
const first = reply({ ...begun, bytes_received: 8 });
const last = reply({ ...begun, bytes_received: 11, file: { id: 'u1' } }, 200, 'c1');
const lost: Reply = () => {
  throw new TypeError('network');
};
const gone = reply({ code: 'not_found' }, 404);

/** Answers what is asked in the order of the replies, and keeps what was asked. */
function serve(...replies: Reply[]) {
  const asked: string[] = [];
  const fetch = vi.fn(async (path: string, { method, signal }: RequestInit) => {
    await Promise.resolve();
    if (signal?.aborted) throw new DOMException('', 'AbortError');
    asked.push(`${method} ${path.replace('/api/v1/attachments', '')}`);
    return replies.shift()!();
  });
  vi.stubGlobal('fetch', fetch);
  return asked;
}
const never = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('goes piece by piece and says how far it is', async () => {
  const asked = serve(reply(begun, 201), first, last);
  const shares: number[] = [];
  expect(await wayTo(person, file).go(share => shares.push(share), never)).toEqual({ changeSet: 'c1' });
  expect(asked).toEqual(['POST /on/person/1', 'PUT /uploads/u1/parts/0', 'PUT /uploads/u1/parts/1']);
  expect(shares).toEqual([8 / 11, 1]);
});

it('goes to a field, and tells of the file when it is there to be put into it', async () => {
  const bodies: unknown[] = [];
  const replies = [reply(begun, 201), first, reply({ ...begun, bytes_received: 11, file: { id: 'u1' } })];
  vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
    await Promise.resolve();
    if (typeof body === 'string') bodies.push(JSON.parse(body));
    return replies.shift()!();
  });
  const there: string[] = [];
  const onThere = ({ id }: { id: string }) => void there.push(id);
  const way = wayTo(person, file, { field: 'passport', onThere });
  expect(await way.go(() => {}, never)).toEqual({ changeSet: null });
  expect(bodies).toEqual([{ name: 'plan.txt', bytes: 11, field: 'passport' }]);
  expect(there).toEqual(['u1']);
});

it('goes on with the same upload where the last answer was lost', async () => {
  const asked = serve(reply(begun, 201), first, lost, lost, lost, lost, lost, last);
  const way = wayTo(person, file);
  const refused = expect(way.go(() => {}, never)).rejects.toMatchObject({ code: 'offline' });
  await vi.runAllTimersAsync();
  await refused;
  const before = asked.length;
  expect(await way.go(() => {}, never)).toEqual({ changeSet: 'c1' });
  expect(asked.slice(before)).toEqual(['PUT /uploads/u1/parts/1']);
});

it('says that the file was changed, where the browser can no longer read it', async () => {
  const asked = serve(reply(begun, 201), lost, reply(null, 204));
  const changed = new File(['hello world'], 'plan.txt');
  changed.slice = () => changed;
  changed.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
  await expect(wayTo(person, changed).go(() => {}, never)).rejects.toMatchObject({ code: 'file_changed' });
  await vi.runAllTimersAsync();
  expect(asked).toEqual(['POST /on/person/1', 'PUT /uploads/u1/parts/0', 'DELETE /uploads/u1']);
});

it('is begun anew after a refusal, and what had come is taken back', async () => {
  const full = reply({ code: 'too_many_attachments' }, 409);
  const asked = serve(
    reply(begun, 201),
    full,
    reply(null, 204),
    reply({ ...begun, id: 'u2' }, 201),
    first,
    last,
  );
  const way = wayTo(person, file);
  await expect(way.go(() => {}, never)).rejects.toMatchObject({ status: 409 });
  await vi.runAllTimersAsync();
  expect(await way.go(() => {}, never)).toEqual({ changeSet: 'c1' });
  expect(asked.slice(2, 4)).toEqual(['DELETE /uploads/u1', 'POST /on/person/1']);
});

it('is ended after the server has said what was begun', async () => {
  const stop = new AbortController();
  const asked = serve(
    () => {
      stop.abort();
      return reply(begun, 201)();
    },
    reply(null, 204),
  );
  expect(await wayTo(person, file).go(() => {}, stop.signal)).toBeNull();
  expect(asked).toEqual(['POST /on/person/1', 'DELETE /uploads/u1']);
});

it('says that the file is there where it was ended too late', async () => {
  const stop = new AbortController();
  const tooLate: Reply = () => {
    stop.abort();
    throw new DOMException('', 'AbortError');
  };
  const asked = serve(reply(begun, 201), first, tooLate, gone, last);
  expect(await wayTo(person, file).go(() => {}, stop.signal)).toEqual({ changeSet: 'c1' });
  expect(asked.slice(2)).toEqual([
    'PUT /uploads/u1/parts/1',
    'DELETE /uploads/u1',
    'PUT /uploads/u1/parts/1',
  ]);
  serve(reply(begun, 201), first, ...Array<Reply>(5).fill(lost), gone, gone);
  const way = wayTo(person, file);
  const refused = expect(way.go(() => {}, never)).rejects.toThrow();
  await vi.runAllTimersAsync();
  await refused;
  expect(await way.back()).toBeNull();
});
