/** Sources with their keys, plans and counters, and what they sent that could not be taken in. */
import type { makeBusiness } from './data.ts';
import { ok, page, Refusal, type Call, type Reply } from './reply.ts';

type Business = ReturnType<typeof makeBusiness>;

export function sources(business: Business, call: Call): Reply {
  const [, id, part, key] = call.parts;
  const newKey = () => {
    const secret = `wk_${business.id().replaceAll('-', '')}`;
    return { id: business.id(), secret, prefix: secret.slice(0, 7) };
  };
  const entry = (made: { id: string; prefix: string }) => ({
    id: made.id,
    prefix: made.prefix,
    created_at: new Date().toISOString(),
    last_used_at: null,
    is_revoked: false,
  });
  if (!id && call.method === 'GET') return page(business.sources, call.query);
  if (!id) {
    const made = newKey();
    const source = {
      id: business.id(),
      name: String(call.body.name),
      kind: call.body.kind as 'web',
      created_at: new Date().toISOString(),
      last_event_at: null,
      is_enabled: true,
      counters: { received: 0, stored: 0, duplicates: 0, rejected: 0 },
    };
    business.sources.push(source);
    business.keys.set(source.id, [entry(made)]);
    business.plans.set(source.id, { unplanned: 'allow', events: [] });
    return { status: 201, body: { ...source, key: made } };
  }
  const source = business.sources.find(candidate => candidate.id === id);
  if (!source) throw new Refusal(404, 'not_found');
  if (part === 'keys' && key) {
    business.keys.get(id)!.find(candidate => candidate.id === key)!.is_revoked = true;
    return { status: 204 };
  }
  if (part === 'keys' && call.method === 'POST') {
    const made = newKey();
    business.keys.get(id)!.push(entry(made));
    return { status: 201, body: made };
  }
  if (part === 'keys') return page(business.keys.get(id)!, call.query);
  if (part === 'plan' && call.method === 'PUT') business.plans.set(id, call.body as never);
  if (part === 'plan') return ok(business.plans.get(id));
  if (part === 'debug') return ok({ data: business.debug(source) });
  if (call.method === 'PATCH') Object.assign(source, call.body);
  return ok(source);
}

export function deadLetters(business: Business, call: Call): Reply {
  const [, id, action] = call.parts;
  if (!id) {
    const source = call.query.get('source');
    const reason = call.query.get('reason');
    return page(
      business.deadLetters.filter(
        letter => (!source || letter.source?.id === source) && (!reason || letter.reason === reason),
      ),
      call.query,
    );
  }
  if (id === 'replay') {
    for (const letter of business.deadLetters) letter.replayed_at ??= new Date().toISOString();
    return ok({ replayed: 12, failed: 4 });
  }
  const letter = business.deadLetters.find(candidate => candidate.id === id);
  if (!letter) throw new Refusal(404, 'not_found');
  if (action === 'replay') {
    letter.replayed_at = new Date().toISOString();
    return ok({ outcome: 'stored' });
  }
  business.deadLetters.splice(business.deadLetters.indexOf(letter), 1);
  return { status: 204 };
}
