/** The REST contract over the made-up business: what a call is answered with. */
import { parseArgs } from 'node:util';
import type { BulkEdit, RecordRow, Session, TimelineEvent, Workspace } from '../src/lib/api/types.ts';
import { answerAttachments, fileOfField } from './attachments.ts';
import { parseFilter, type Clause } from './filter.ts';
import { answerViews, checkRule } from './rules.ts';
import { makeBusiness } from './data.ts';
import { objects, purposes } from './definitions.ts';
import { home } from './home.ts';
import { openapi } from './openapi.ts';
import { ok, page, Refusal, type Call, type Reply } from './reply.ts';
import { deadLetters, sources } from './sources.ts';
import { exports, requests } from './exports.ts';
import { imports, preview } from './imports.ts';
import { permissionsOf } from './permissions.ts';
import { bulkEdits, dayIn, daysOf, deleted, groupsOf, many, pairsOf, throwAway } from './many.ts';
import { productsOf } from './products.ts';
import { answerRoles, makeRoles } from './roles.ts';
import { answerShares } from './shares.ts';
import { answerTalk } from './talk.ts';
import { answerTeams, makeTeams } from './teams.ts';

export const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '50' },
    port: { type: 'string', default: '8080' },
    fresh: { type: 'boolean', default: false },
    role: { type: 'string', default: 'administrator' },
    slow: { type: 'string', default: '0' },
  },
});

export const business = makeBusiness(Number(options.rows));
const roles = makeRoles(permissionsOf);
const teams = makeTeams(business.users);
const changes = new Map<string, () => void>();
const workspace: Workspace = {
  name: 'UAB Beržas',
  currency: 'EUR',
  time_zone: 'Europe/Vilnius',
  language: 'en',
};
let isSetUp = !options.fresh;
let session: Session | null = null;
const signIn = (name: string, email: string): Session =>
  (session = {
    user: {
      id: business.users[0]!.id,
      name,
      email,
      role: options.role,
      role_title: '',
      language: 'en',
      theme: 'system',
      density: 'comfortable',
    },
    workspace,
    permissions: permissionsOf[options.role] ?? [],
    seen_as: null,
  });

const changed = (body: unknown, undo: () => void, status = 200): Reply => {
  const id = business.id();
  changes.set(id, undo);
  return { status, body: status === 204 ? undefined : body, headers: { 'Kith-Change-Set': id } };
};
const valueAt = (row: RecordRow, name: string): unknown => {
  const value = row[name];
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
};
function matches(row: RecordRow, { field, operator, value }: Clause): boolean {
  const found = valueAt(row, field);
  const isAbsent = found === null || found === undefined;
  if (operator === 'is absent') return isAbsent;
  if (operator === 'is present') return !isAbsent;
  if (isAbsent || value === undefined) return false;
  const [a, b] = [found as string, value as string];
  // A day or a month is all of it.
  if (operator === '=' && /^\d{4}-\d\d(-\d\d)?$/.test(b))
    return dayIn(found, workspace.time_zone)?.startsWith(b) ?? false;
  return { '=': a === b, '!=': a !== b, '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[operator];
}
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function matching(rows: RecordRow[], fields: string[], query: URLSearchParams): RecordRow[] {
  // A column of a board asks `(filter) and value`: of comparisons that are all joined by `and` the parentheses say nothing.
  const clauses = parseFilter((query.get('filter') ?? '').replaceAll(/[()]/g, ''));
  if (!clauses || clauses.some(clause => !fields.includes(clause.field)))
    throw new Refusal(422, 'invalid', [{ field: 'filter', code: 'unknown_field', message: 'unknown' }]);
  let found = rows.filter(row => clauses.every(clause => matches(row, clause)));
  if (fields.includes('is_known') && !clauses.some(clause => clause.field === 'is_known'))
    found = found.filter(row => row.is_known);
  const words = folded(query.get('q') ?? '')
    .split(/\s+/)
    .filter(Boolean);
  if (words.length)
    found = found.filter(row =>
      words.every(word =>
        folded([row.name, row.email, row.city].map(String).join(' '))
          .split(/[ @.-]/)
          .some(part => part.startsWith(word)),
      ),
    );
  const sort = query.get('sort');
  if (sort) {
    const name = sort.replace(/^-/, '');
    const sign = sort.startsWith('-') ? -1 : 1;
    const text = (row: RecordRow) => String((row[name] as { name?: string } | null)?.name ?? row[name] ?? '');
    found = found.toSorted((a, b) => sign * text(a).localeCompare(text(b)));
  }
  return found;
}
const list = (rows: RecordRow[], fields: string[], query: URLSearchParams): Reply =>
  page(matching(rows, fields, query), query);

function setFields(row: RecordRow, body: Record<string, unknown>, plural: string) {
  const definition = objects.find(object => object.plural === plural)!;
  for (const [name, value] of Object.entries(body)) {
    const field = definition.fields.find(candidate => candidate.name === name);
    if (!field) throw new Refusal(422, 'invalid', [{ field: name, code: 'unknown_field', message: name }]);
    if (!field.is_writable)
      throw new Refusal(422, 'invalid', [{ field: name, code: 'read_only', message: name }]);
    if (field.type === 'file') {
      const file = fileOfField(value, row.id, name);
      if (value && !file)
        throw new Refusal(422, 'invalid', [{ field: name, code: 'no_such_file', message: name }]);
      row[name] = file;
      continue;
    }
    const related = field.object === 'company' ? business.companies : business.households;
    const target = field.type === 'relation' ? related.find(candidate => candidate.id === value) : undefined;
    row[name] =
      field.type === 'relation'
        ? target
          ? { id: target.id, name: String(target.name) }
          : null
        : (value as string);
  }
  if (row.object === 'person') {
    row.name = [row.given_name, row.family_name].filter(Boolean).join(' ') || null;
    row.is_known = row.is_known || !!row.email;
  }
}

function records(plural: 'people' | 'companies' | 'households', call: Call): Reply {
  const rows = business[plural];
  const definition = objects.find(object => object.plural === plural)!;
  const names = definition.fields.map(field => field.name);
  const [, id, action] = call.parts;
  if (id?.startsWith('bulk-')) {
    const edit = many(id.slice(5) as BulkEdit['action'], {
      ...{ id: business.id(), plural, object: definition.name, rows, body: call.body },
      by: session!.user.name,
      write: row => setFields(row, call.body.values as Record<string, unknown>, plural),
    });
    return { status: 202, body: edit };
  }
  if (!id && call.query.get('deleted') === 'only') return page(deleted(plural), call.query);
  if (!id) {
    if (call.method === 'GET') return list(rows, names, call.query);
    const now = new Date().toISOString();
    const row: RecordRow = {
      id: business.id(),
      object: definition.name,
      version: 1,
      created_at: now,
      updated_at: now,
      is_known: true,
    };
    setFields(row, call.body, plural);
    rows.unshift(row);
    return changed(row, () => rows.splice(rows.indexOf(row), 1), 201);
  }
  if (id === 'groups') return ok(groupsOf(matching(rows, names, call.query), call.query.get('by') ?? ''));
  if (id === 'days') return ok(daysOf(matching(rows, names, call.query), call.query, workspace.time_zone));
  const row = rows.find(candidate => candidate.id === id);
  if (!row) throw new Refusal(404, 'not_found');
  if (action === 'history') return page(business.history.get(id) ?? [], call.query);
  if (action === 'shares') {
    const answer = answerShares(business.users, teams, id, call.method, call.parts[3], call.body);
    if (!answer) throw new Refusal(404, 'not_found');
    return answer;
  }
  if (action) return personPart(row, call);
  if (call.method === 'GET') return { body: row, headers: { ETag: `"${row.version}"` } };
  if (call.version === null) throw new Refusal(428, 'precondition_required');
  if (call.version !== row.version) throw new Refusal(412, 'precondition_failed');
  if (call.method === 'DELETE') {
    const index = rows.indexOf(row);
    rows.splice(index, 1);
    throwAway(plural, row, session!.user.name);
    return changed(undefined, () => rows.splice(index, 0, row), 204);
  }
  const before = { ...row };
  setFields(row, call.body, plural);
  row.version++;
  const reply = changed({ ...row }, () => Object.assign(row, before, { version: row.version + 1 }));
  const entries = Object.keys(call.body).map(field => ({
    at: new Date().toISOString(),
    field,
    before: before[field],
    after: row[field],
    actor: { kind: 'user', id: session!.user.id, name: session!.user.name },
    change_set: reply.headers!['Kith-Change-Set']!,
  }));
  business.history.set(id, [...entries, ...(business.history.get(id) ?? [])]);
  return reply;
}

function personPart(person: RecordRow, call: Call): Reply {
  const { events, identity, values, ledger } = business.storyOf(person);
  const [, , part, event, retract] = call.parts;
  const live = events.filter(candidate => !candidate.is_retracted);
  if (part === 'timeline') {
    const source = call.query.get('source');
    const type = call.query.get('type');
    const from = call.query.get('from');
    const to = call.query.get('to');
    return page(
      events.filter(
        candidate =>
          (!source || candidate.source?.id === source) &&
          (!type || candidate.type === type) &&
          (!from || candidate.occurred_at >= from) &&
          (!to || candidate.occurred_at < to),
      ),
      call.query,
    );
  }
  if (part === 'events' && retract) {
    const found = events.find(candidate => candidate.id.endsWith(`.${event}`));
    if (!found) throw new Refusal(404, 'not_found');
    found.is_retracted = true;
    return changed(undefined, () => (found.is_retracted = false), 204);
  }
  if (part === 'events') {
    const now = new Date().toISOString();
    const made = {
      id: `${person.id}.${business.id().slice(-12)}`,
      call: 'track',
      received_at: now,
      source: null,
      context: {},
      properties: {},
      revenue: null,
      caused_by: null,
      is_retracted: false,
      is_flagged: false,
      occurred_at: now,
      ...call.body,
    } as unknown as TimelineEvent;
    events.push(made);
    events.sort((a, b) => b.occurred_at.localeCompare(a.occurred_at));
    return changed(made, () => (made.is_retracted = true), 201);
  }
  if (part === 'products') return ok(productsOf(live));
  if (part === 'identity') return ok(identity);
  if (part === 'values') return ok({ data: values });
  if (part === 'consents' && call.method === 'POST') {
    const entry = {
      id: business.id(),
      at: new Date().toISOString(),
      wording: null,
      evidence: null,
      contact_point: null,
      ...call.body,
    } as unknown as (typeof ledger)[number];
    ledger.unshift(entry);
    return changed(entry, () => ledger.splice(ledger.indexOf(entry), 1), 201);
  }
  if (part === 'consents') {
    return ok({
      ledger,
      purposes: purposes.map(purpose => {
        const last = ledger
          .filter(entry => entry.purpose === purpose.name)
          .sort((a, b) => b.at.localeCompare(a.at))[0];
        return {
          purpose,
          state: last?.state ?? 'unknown',
          is_allowed: last?.state === 'granted' || (!last && purpose.legal_basis !== 'consent'),
          since: last?.at ?? null,
          evidence: last?.evidence ?? null,
        };
      }),
    });
  }
  if (part === 'summary') {
    const by = Map.groupBy(live, candidate => candidate.type);
    const months = Array.from({ length: 12 }, (_, index) => {
      const at = new Date();
      at.setUTCDate(1);
      at.setUTCMonth(at.getUTCMonth() - 11 + index);
      const month = at.toISOString().slice(0, 7);
      const inside = live.filter(candidate => candidate.occurred_at.startsWith(month));
      return {
        month,
        events: inside.length,
        revenue_minor: inside.reduce((sum, { revenue }) => sum + (revenue?.minor ?? 0), 0),
      };
    });
    const minor = live.reduce((sum, { revenue }) => sum + (revenue?.minor ?? 0), 0);
    return ok({
      events: live.length,
      events_by_type: [...by].map(([type, list]) => ({
        type,
        count: list.length,
        last_at: list[0]!.occurred_at,
      })),
      revenue: minor ? [{ minor, currency: 'EUR' }] : [],
      first_seen_at: person.first_seen_at,
      last_seen_at: person.last_seen_at,
      sources: business.sources
        .map(({ id, name }) => ({
          id,
          name,
          count: live.filter(candidate => candidate.source?.id === id).length,
        }))
        .filter(({ count }) => count),
      by_month: months,
    });
  }
  if (part === 'copy') {
    return ok({
      exported_at: new Date().toISOString(),
      person: person.id,
      records: [person],
      tables: [{ name: 'event', about: 'what they did', rows: [] }],
    });
  }
  if (part === 'erase') {
    const asked = person.name ?? person.id.slice(-6);
    if (String(call.body.name).trim() !== asked)
      throw new Refusal(422, 'invalid', [{ field: 'name', code: 'wrong', message: '' }]);
    business.people.splice(business.people.indexOf(person), 1);
    return ok({ people: 1, remains: ['backups', 'accounts'] });
  }
  if (part === 'join') {
    const other = business.people.find(candidate => candidate.id === call.body.other);
    if (!other) throw new Refusal(404, 'not_found');
    const index = business.people.indexOf(other);
    business.people.splice(index, 1);
    const reply = changed(null, () => business.people.splice(index, 0, other));
    return { ...reply, body: { change_set: reply.headers!['Kith-Change-Set'], survivor: person.id } };
  }
  throw new Refusal(404, 'not_found');
}

export function answer(call: Call): Reply {
  const [first, id, action] = call.parts;
  if (first === 'setup' && call.method === 'GET') return ok({ is_needed: !isSetUp });
  if (first === 'setup') {
    if (isSetUp) throw new Refusal(409, 'conflict');
    isSetUp = true;
    Object.assign(workspace, { name: call.body.business_name });
    return { status: 201, body: signIn(String(call.body.name), String(call.body.email)) };
  }
  if (first === 'session' && call.method === 'POST') {
    if (String(call.body.password).length < 4) throw new Refusal(401, 'wrong_credentials');
    return { status: 201, body: signIn('Rasa Petrauskienė', String(call.body.email)) };
  }
  if (!session) throw new Refusal(401, 'unauthenticated');
  if (first === 'session' && !id && call.method === 'DELETE') {
    session = null;
    return { status: 204 };
  }
  if (first === 'session' && id === 'role') {
    const seen = roles.find(({ name }) => name === call.body.role);
    session.seen_as = call.method === 'PUT' && seen ? { name: seen.name, title: seen.title } : null;
    return ok(session);
  }
  if (first === 'roles') {
    const reply = answerRoles(roles, call.method, id, call.body);
    if (!reply) throw new Refusal(404, 'not_found');
    return reply;
  }
  if (first === 'teams' && id === 'names')
    return ok({ data: teams.map(team => ({ id: team.id, name: team.name })) });
  if (first === 'teams') {
    const reply = answerTeams(teams, business.users, call.method, id, call.body);
    if (!reply) throw new Refusal(404, 'not_found');
    return reply;
  }
  const talk = answerTalk(business, session.user, call);
  if (talk) return talk;
  const attached = answerAttachments(business, session.user, changed, call);
  if (attached) return attached;
  if (first === 'session') return ok(session);
  if (first === 'bulk-edits') return ok(id ? bulkEdits.get(id) : { data: [] });
  if (first === 'duplicates') return ok({ data: pairsOf(business.people), next: null });
  if (first === 'me') {
    if (call.body.password && call.body.current_password === 'wrong')
      throw new Refusal(422, 'invalid', [{ field: 'current_password', code: 'wrong', message: 'wrong' }]);
    for (const name of ['name', 'language', 'theme', 'density'] as const)
      if (call.body[name]) Object.assign(session.user, { [name]: call.body[name] });
    return ok(session);
  }
  if (first === 'workspace')
    return ok(call.method === 'PATCH' ? Object.assign(workspace, call.body) : workspace);
  if (first === 'objects' && id) {
    const one = objects.find(({ name }) => name === id);
    if (!one) throw new Refusal(404, 'not_found');
    return ok(one);
  }
  if (first === 'objects') {
    const write = session.permissions.includes('people.write');
    const may = { read: true, create: write, update: write, delete: write };
    return ok({ data: call.query.get('retired') ? [] : objects.map(object => ({ ...object, may })) });
  }
  if (first === 'people' || first === 'companies' || first === 'households') return records(first, call);
  if (first === 'change-sets' && action === 'revert') {
    changes.get(id!)?.();
    return ok({ change_set: business.id(), reverted: 1, kept: [] });
  }
  if (first === 'sources') return sources(business, call);
  if (first === 'rules') return ok(checkRule(call.body));
  if (first === 'views') {
    const answer = answerViews(call.method, call.parts, call.query.get('object'), call.body);
    if (!answer) throw new Refusal(404, 'not_found');
    return answer;
  }
  if (first === 'dead-letters') return deadLetters(business, call);
  if (first === 'home') return ok(home(business));
  if (first === 'purposes') return ok({ data: purposes });
  if (first === 'users') {
    if (id === 'names') return ok({ data: business.users.filter(user => !user.is_disabled) });
    if (action === 'owned')
      return ok({
        data: [
          { object: 'company', field: 'industry', records: 1240, may_change: true },
          { object: 'person', field: 'notes', records: 7, may_change: false },
        ],
      });
    if (call.method === 'GET') return page(business.users, call.query);
    if (call.method === 'POST') {
      const user = {
        id: business.id(),
        is_disabled: false,
        created_at: new Date().toISOString(),
        last_sign_in_at: null,
        ...call.body,
      } as never;
      business.users.push(user);
      return { status: 201, body: user };
    }
    const user = business.users.find(candidate => candidate.id === id)!;
    if (
      user.role === 'administrator' &&
      (call.body.is_disabled || (call.body.role && call.body.role !== 'administrator'))
    )
      throw new Refusal(409, 'last_administrator');
    return ok(Object.assign(user, call.body));
  }
  if (first === 'tokens') {
    if (call.method === 'GET') return page(business.tokens, call.query);
    if (call.method === 'DELETE') {
      business.tokens.splice(
        business.tokens.findIndex(candidate => candidate.id === id),
        1,
      );
      return { status: 204 };
    }
    const secret = `kith_${business.id().replaceAll('-', '')}`;
    const token = {
      id: business.id(),
      prefix: secret.slice(0, 9),
      created_at: new Date().toISOString(),
      last_used_at: null,
      ...call.body,
    } as never;
    business.tokens.push(token);
    return { status: 201, body: { ...(token as object), secret } };
  }
  if (first === 'openapi.json') {
    return ok(openapi);
  }
  if (first === 'imports') {
    if (!id) return ok({ data: imports, next: null, total: { count: imports.length, is_exact: true } });
    if (action === 'preview') return ok(preview);
    const found = imports.find(each => each.id === id);
    if (found) return ok(found);
  }
  if (first === 'set-up') return ok({ changes: [], only_here: [], change_set: null });
  if (first === 'exports') {
    if (call.method === 'POST') return { status: 201, body: exports[2] };
    if (!id) return ok({ data: business.people.length ? exports : [], next: null });
    const found = exports.find(each => each.id === id);
    if (found && !action) return ok(found);
  }
  if (first === 'rights-requests') {
    if (call.method === 'GET') return ok({ data: business.people.length ? requests : [], next: null });
    return { status: id ? 200 : 201, body: requests[0] };
  }
  throw new Refusal(404, 'not_found');
}
