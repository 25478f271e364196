/** Files on the first person and on every company of the made-up business. */
import { crc32, deflateSync } from 'node:zlib';
import type { FileRef, User } from '../src/lib/api/types.ts';
import type { Attachment } from '../src/lib/attachments.ts';
import type { makeBusiness } from './data.ts';
import { ok, Refusal, type Call, type Reply } from './reply.ts';

type Business = ReturnType<typeof makeBusiness>;
type Changed = (body: unknown, undo: () => void, status?: number) => Reply;

const piece_bytes = 1024 * 1024;
const bytes_max = 100 * piece_bytes;
const files: Attachment[] = [];
const filled = new Set<string>();
const coming = new Map<string, { file: Attachment; received: number }>();

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** A small landscape of nothing (PNG specification, 11.2). */
function picture(): Uint8Array {
  const size = 96;
  const chunk = (name: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2], 8);
  const rows = Array.from({ length: size }, (_, y) => [
    0,
    ...Array.from({ length: size }, (__, x) => {
      const isHill = y > 60 + 12 * Math.sin(x / 14);
      return isHill ? [70, 120 + (x >> 1), 110] : [190 - y, 210 - (y >> 1), 230];
    }).flat(),
  ]);
  const pixels = deflateSync(Buffer.from(rows.flat()));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array()),
  ]);
}

function fill({ people, companies, users, id }: Business, object: string, record: string) {
  const isFilled = record === people[0]?.id || companies.some(company => company.id === record);
  if (!isFilled || filled.has(record)) return;
  filled.add(record);
  const make = (by: number, hours: number, name: string, bytes: number, media_type: string): Attachment => ({
    ...{
      id: id(),
      object,
      record,
      field: null,
      name,
      bytes,
      media_type,
      is_picture: media_type.startsWith('image/'),
    },
    ...{ sha256: '0'.repeat(64), version: 1, added_at: ago(hours) },
    author: { kind: 'user', id: users[by]!.id, name: users[by]!.name },
  });
  const other = 'application/octet-stream';
  files.push(
    make(1, 0.3, 'WM-200 vandens įleidimo žarna po remonto.jpg', 184_320, 'image/png'),
    make(
      0,
      30,
      'Договор обслуживания № 2026-114 — подписан обеими сторонами.pdf',
      1_468_006,
      'application/pdf',
    ),
    make(1, 200, 'Garantii ja hooldustingimused.docx', 48_211, other),
    make(2, 4000, 'README', 312, other),
  );
}

/** As a field of the record shows it; nothing where it did not come for this one. */
export function fileOfField(wanted: unknown, record: string, field: string): FileRef | null {
  const file = files.find(({ id }) => id === wanted);
  if (file?.record !== record || file.field !== field) return null;
  return { id: file.id, name: file.name, media_type: file.media_type, bytes: file.bytes };
}

/** Nothing where something else is asked for. */
export function answerAttachments(
  business: Business,
  user: Pick<User, 'id' | 'name'>,
  changed: Changed,
  call: Call,
): Reply | null {
  const [first, id = '', object = '', record = ''] = call.parts;
  if (first !== 'attachments') return null;
  if (id === 'uploads') return answerUpload(changed, call);
  if (id === 'on' && call.method === 'POST') {
    const file: Attachment = {
      ...{ id: business.id(), object, record, field: (call.body.field as string | undefined) ?? null },
      ...{ name: String(call.body.name), bytes: Number(call.body.bytes) },
      ...{ media_type: 'application/octet-stream', is_picture: false, sha256: '0'.repeat(64), version: 1 },
      author: { kind: 'user', id: user.id, name: user.name },
      added_at: ago(0),
    };
    coming.set(file.id, { file, received: 0 });
    return { status: 201, body: { ...file, bytes_received: 0, piece_bytes, file: null } };
  }
  if (id === 'on') {
    fill(business, object, record);
    const data = files.filter(file => file.record === record && !file.field);
    return ok({ data, next: null, count: data.length, bytes_max, may_change: true });
  }
  const at = files.findIndex(file => file.id === id);
  const file = files[at];
  if (!file) throw new Refusal(404, 'not_found');
  if (object === 'content') {
    const bytes = file.is_picture ? picture() : Buffer.from(file.name);
    return { file: { type: file.media_type, bytes }, headers: { 'Content-Disposition': 'attachment' } };
  }
  if (call.method === 'DELETE') {
    files.splice(at, 1);
    return changed(undefined, () => files.splice(at, 0, file), 204);
  }
  const { name } = file;
  Object.assign(file, { name: String(call.body.name), version: file.version + 1 });
  return changed({ ...file }, () => Object.assign(file, { name, version: file.version + 1 }));
}

function answerUpload(changed: Changed, { method, parts, bytes }: Call): Reply {
  const upload = coming.get(parts[2] ?? '');
  if (!upload) throw new Refusal(404, 'not_found');
  const { file } = upload;
  if (method === 'DELETE') {
    coming.delete(file.id);
    return { status: 204 };
  }
  upload.received += bytes;
  const isWhole = upload.received >= file.bytes;
  const body = { ...file, bytes_received: upload.received, piece_bytes, file: isWhole ? file : null };
  if (!isWhole) return ok(body);
  coming.delete(file.id);
  files.unshift(file);
  // The record is to say it first.
  if (file.field) return ok(body);
  return changed(body, () => files.splice(files.indexOf(file), 1));
}
