/** What the colleagues of the made-up business say of its first person, and what there is to read. */
import type { User } from '../src/lib/api/types.ts';
import type { Comment, Favourite, InboxEntry } from '../src/lib/talk.ts';
import type { makeBusiness } from './data.ts';
import { ok, type Call, type Reply } from './reply.ts';

type Business = ReturnType<typeof makeBusiness>;

const marks = new Set<string>();
const deleted = new Set<string>();
let comments: Comment[] | null = null;
let entries: InboxEntry[] | null = null;

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

function makeComments({ people, users, id }: Business): Comment[] {
  const said = (by: number, hours: number, text: string, mentioned: number[] = []): Comment => ({
    id: id(),
    object: 'person',
    record: people[0]?.id ?? '',
    text,
    mentions: mentioned.map(at => ({ id: users[at]!.id, name: users[at]!.name, is_told: at !== 2 })),
    author: { id: users[by]!.id, name: users[by]!.name },
    may_change: by === 0,
    version: 1,
    created_at: ago(hours),
    edited_at: by === 0 ? ago(hours - 0.2) : null,
  });
  const [, second, third] = users;
  return [
    said(1, 0.4, `Žadėjau paskambinti iki penktadienio. @${third?.name}, ar sandėlyje dar yra WM-200?`, [2]),
    said(0, 26, `@${second?.name} ar mes jai žadėjome nuolaidą?\nKainoraštyje jos nematau.`, [1]),
    said(1, 400, 'Владеет и второй машиной, куплена у соседей.'),
  ];
}

function reference(business: Business, at: number): Favourite | undefined {
  const row = business.people[at];
  return row && { object: 'person', id: row.id, name: String(row.name), path: `/people/${row.id}` };
}

function makeEntries(business: Business, said: Comment[]): InboxEntry[] {
  const [first, second] = [reference(business, 0), reference(business, 1)];
  if (!first || !second) return [];
  const field = (name: string, en: string) => ({ name, label: { en } });
  const common = { id: business.id(), actor: business.users[1]!.name, fields: [], is_read: false };
  const of = ({ id, text }: Comment) => ({ id, text });
  return [
    { ...common, kind: 'mention', record: first, comment: of(said[0]!), at: ago(0.4) },
    {
      ...common,
      id: business.id(),
      kind: 'change',
      record: second,
      comment: null,
      fields: [field('stage', 'Stage'), field('city', 'City'), field('phone', 'Phone')],
      at: ago(3),
    },
    {
      ...common,
      id: business.id(),
      kind: 'comment',
      record: first,
      comment: of(said[2]!),
      at: ago(400),
      is_read: true,
    },
  ];
}

/** Nothing where something else is asked for. */
export function answerTalk(business: Business, user: Pick<User, 'id' | 'name'>, call: Call): Reply | null {
  const [first, object = '', id = ''] = call.parts;
  comments ??= makeComments(business);
  entries ??= makeEntries(business, comments);
  const key = `${first}/${object}/${id}`;
  if (first === 'watches' || (first === 'favourites' && id)) {
    if (call.method === 'PUT') marks.add(key);
    else marks.delete(key);
    return { status: 204 };
  }
  if (first === 'favourites')
    return ok({
      data: business.people.flatMap((row, at) =>
        marks.has(`favourites/person/${row.id}`) ? (reference(business, at) ?? []) : [],
      ),
    });
  if (first === 'marks') {
    const said = comments.filter(comment => comment.record === id && !deleted.has(comment.id));
    return ok({
      is_watched: marks.has(`watches/${object}/${id}`),
      is_favourite: marks.has(`favourites/${object}/${id}`),
      comments: said.length,
      may_comment: true,
    });
  }
  if (first === 'inbox') return answerInbox(entries, object, call);
  if (first === 'comments') return answerComments(business, comments, user, call);
  return null;
}

function answerInbox(all: InboxEntry[], part: string, { method, query, body }: Call): Reply {
  const unread = all.filter(entry => !entry.is_read);
  if (part === 'unread') return ok({ count: unread.length, is_exact: true });
  if (method !== 'PATCH') return ok({ data: query.get('read') === 'false' ? unread : all, next: null });
  const { ids, is_read: isRead } = body as { ids?: string[]; is_read: boolean };
  const changed = all.filter(entry => entry.is_read !== isRead && (!ids || ids.includes(entry.id)));
  for (const entry of changed) entry.is_read = isRead;
  return ok({ data: changed.map(entry => entry.id) });
}

function answerComments(
  business: Business,
  all: Comment[],
  user: Pick<User, 'id' | 'name'>,
  { method, parts, query, body }: Call,
): Reply | null {
  const [, id = '', action = '', record = '', part] = parts;
  const { users } = business;
  if (part === 'mentionable') {
    const q = (query.get('q') ?? '').toLowerCase();
    const found = users.filter(({ name }) =>
      name
        .toLowerCase()
        .split(' ')
        .some(word => word.startsWith(q)),
    );
    return ok({ data: found.map(({ id, name }) => ({ id, name, may_see: id !== users[2]?.id })) });
  }
  const named = () =>
    ((body.mentions ?? []) as string[]).map(each => ({
      id: each,
      name: users.find(candidate => candidate.id === each)?.name ?? '',
      is_told: each !== users[2]?.id,
    }));
  if (id === 'on' && method === 'POST') {
    const comment: Comment = {
      id: business.id(),
      object: action,
      record,
      text: String(body.text),
      mentions: named(),
      author: { id: user.id, name: user.name },
      may_change: true,
      version: 1,
      created_at: ago(0),
      edited_at: null,
    };
    all.unshift(comment);
    return { status: 201, body: comment };
  }
  if (id === 'on')
    return ok({
      data: all.filter(comment => comment.record === record && !deleted.has(comment.id)),
      next: null,
      may_comment: true,
    });
  const comment = all.find(each => each.id === id);
  if (!comment) return null;
  if (method === 'DELETE') {
    deleted.add(id);
    return { status: 204 };
  }
  if (action === 'restore') deleted.delete(id);
  else Object.assign(comment, { text: String(body.text), mentions: named(), edited_at: ago(0) });
  comment.version += 1;
  return ok(comment);
}
