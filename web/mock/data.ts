/**
 * A believable business for looking at the screens without the server: the same for the same number of people, whenever it is made,
 * except that its time ends now.
 */
import type {
  ConsentEntry,
  DeadLetter,
  DebugEntry,
  HistoryEntry,
  Identity,
  KnownValue,
  RecordRow,
  Source,
  TimelineEvent,
  Token,
  TrackingPlan,
  User,
  WriteKey,
} from '../src/lib/api/types.ts';
import { objects, stages } from './definitions.ts';
import { cities, family, firms, given, goods } from './names.ts';

const day_ms = 86_400_000;

function generator(start: number) {
  let seed = start;
  const below = (limit: number) => (seed = (seed * 48271) % 2147483647) % limit;
  const pick = <T>(all: readonly T[]): T => all[below(all.length)]!;
  const id = () =>
    `0193${below(65536).toString(16).padStart(4, '0')}-${[0, 0, 0].map(() => below(65536).toString(16).padStart(4, '0')).join('-')}-${below(
      16777216,
    )
      .toString(16)
      .padStart(6, '0')}${below(16777216).toString(16).padStart(6, '0')}`;
  return { below, pick, id };
}

const pages = [
  'November offers',
  'Kettles',
  'Kettle KT-17, stainless steel',
  'Delivery and returns',
  'Basket',
  'Washing machines',
  'Stores',
];

export interface PersonStory {
  events: TimelineEvent[];
  identity: Identity;
  values: KnownValue[];
  ledger: ConsentEntry[];
}
export interface Change {
  id: string;
  undo: () => void;
}

export function makeBusiness(count: number) {
  const { below, pick, id } = generator(20261122);
  const now = Date.now();
  const at = (back_ms: number) => new Date(now - back_ms).toISOString();
  const row = (object: string, fields: Record<string, RecordRow[string]>): RecordRow => ({
    id: id(),
    object,
    version: 1,
    created_at: at(300 * day_ms),
    updated_at: at(2 * day_ms),
    ...fields,
  });

  const companies = firms.slice(0, count ? (count === 1 ? 1 : firms.length) : 0).map((name, index) => {
    const [city, country] = cities[index % cities.length]!;
    const domain = `${['berzas', 'nordlys', 'kala', 'vejs', 'ddsg', 'skalbykla', 'fjordbygg', 'veter'][index]}.example`;
    return row('company', {
      name,
      domain,
      industry: ['Furniture', 'Lighting', null, 'Shipping'][index % 4],
      city,
      country,
      phone: '+370 5 200 0000',
      website: `https://${domain}`,
      notes: null,
    });
  });
  const households = family.slice(0, count > 1 ? 6 : 0).map((name, index) => {
    const [city, country, postal_code] = cities[index % cities.length]!;
    return row('household', {
      name: `${name}`,
      street: `Liepų g. ${below(90) + 1}`,
      city,
      country,
      postal_code,
    });
  });
  const sources: Source[] = count
    ? (
        [
          ['Web shop', 'web', 4 * 60_000],
          ['Order server', 'server', 42 * 60_000],
          ['Mobile app', 'mobile', 3 * day_ms],
        ] as const
      ).map(([name, kind, back]) => ({
        id: id(),
        name,
        kind,
        created_at: at(200 * day_ms),
        last_event_at: at(back),
        is_enabled: true,
        counters: {
          received: 128_412 + below(9000),
          stored: 0,
          duplicates: 1204,
          rejected: kind === 'web' ? 17 : 0,
        },
      }))
    : [];
  for (const source of sources) {
    const { received, duplicates, rejected } = source.counters;
    source.counters.stored = received - duplicates - rejected;
  }

  const people = Array.from({ length: count }, (_, index) => {
    const isKnown = index === 0 || below(6) > 0;
    const isFull = index === 0 || below(4) > 0;
    const first = index === 0 ? 'Ona' : pick(given);
    const last = index === 0 ? 'Kazlaitė' : pick(family);
    const [city, country, postal_code] = pick(cities);
    const company = below(3) === 0 ? pick(companies) : undefined;
    const household = index === 0 ? households[0] : undefined;
    const mail =
      `${first}.${last}${index}@example.com`
        .toLowerCase()
        .normalize('NFD')
        .replace(/[^a-z0-9.@-]/g, '') || null;
    const seen =
      below(90) === 0 ? null : at(index === 0 ? 5 * 60_000 : Math.floor(1.3 ** below(70) * 20_000));
    return row('person', {
      name: isKnown ? `${first} ${last}` : null,
      given_name: isKnown ? first : null,
      family_name: isKnown ? last : null,
      email: isKnown && isFull ? mail : null,
      phone: isKnown && isFull ? `+370 6${below(9000000) + 1000000}` : null,
      birth_date: isKnown && isFull ? pick(['1984-05-31', '1991-11', '1978']) : null,
      sex: isKnown && isFull ? pick(['female', 'male']) : null,
      language: isKnown && isFull ? pick(['lt', 'nb', 'et', 'ru']) : null,
      street: isKnown && isFull ? `Liepų g. ${below(90) + 1}–${below(40) + 1}` : null,
      postal_code: isKnown && isFull ? postal_code : null,
      city: isKnown && isFull ? city : null,
      country: isKnown ? country : null,
      stage: index === 0 ? 'customer' : isKnown ? pick(stages) : 'stranger',
      heard_from: isFull && isKnown ? pick(['a friend', 'search', 'radio', 'November campaign']) : null,
      company: company ? { id: company.id, name: String(company.name) } : null,
      household: household ? { id: household.id, name: String(household.name) } : null,
      is_known: isKnown,
      first_seen_at: at((below(500) + 90) * day_ms),
      last_seen_at: seen,
      notes: index === 0 ? 'Prefers to be called after five.\nAsked about spare parts for WM-200.' : null,
    });
  });

  const stories = new Map<string, PersonStory>();
  function storyOf(person: RecordRow): PersonStory {
    const known = stories.get(person.id);
    if (known) return known;
    const random = generator(1 + (parseInt(person.id.slice(-6), 16) % 2147483000));
    const [web, server, app] = sources;
    let number = 0;
    const event = (back: number, more: Partial<TimelineEvent>): TimelineEvent => ({
      id: `${person.id}.${String(++number).padStart(12, '0')}`,
      type: 'Page Viewed',
      call: 'track',
      occurred_at: at(back),
      received_at: at(back - 900),
      source: web ? { id: web.id, name: web.name } : null,
      properties: {},
      context: {
        library: { name: 'analytics.js', version: 'next-1.84.0' },
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0',
      },
      revenue: null,
      actor: null,
      caused_by: null,
      is_retracted: false,
      is_flagged: false,
      ...more,
    });
    const view = (back: number) => {
      const title = random.pick(pages);
      const page = {
        url: `https://shop.example/${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`,
        title,
        referrer: 'https://search.example/',
      };
      return event(back, {
        call: 'page',
        context: { page, library: { name: 'analytics.js', version: 'next-1.84.0' } },
        properties: { title, url: page.url },
      });
    };
    const fromServer = server
      ? {
          source: { id: server.id, name: server.name },
          context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
        }
      : {};
    const events: TimelineEvent[] = [];
    const visits = person.is_known ? 26 : 2;
    let back = 5 * 60_000;
    for (let visit = 0; visit < visits; visit++) {
      const views = 1 + random.below(14);
      for (let step = 0; step < views; step++) events.push(view((back += 20_000 + random.below(40_000))));
      if (person.is_known && visit % 5 === 1) {
        const opened = event(back + 3 * 3600_000, {
          type: 'Email Opened',
          properties: { subject: 'November offers', campaign: 'november' },
          source: null,
        });
        const [name, minor] = random.pick(goods);
        const bought = event(back + 600_000, {
          ...fromServer,
          type: 'Order Completed',
          properties: {
            order_id: `A-${1000 + visit}`,
            products: [{ name, quantity: 1, price: minor / 100 }],
          },
          revenue: { minor, currency: 'EUR' },
          caused_by: opened.id,
        });
        events.push(bought, opened);
        back += 4 * 3600_000;
      }
      if (visit === 3 && app)
        events.push(
          event((back += 60_000), {
            call: 'screen',
            type: 'Screen Viewed',
            source: { id: app.id, name: app.name },
            properties: { name: 'Loyalty card' },
          }),
        );
      if (visit === 2)
        events.push(
          event((back += 60_000), {
            type: 'Form Sumbitted',
            is_flagged: true,
            properties: { form: 'newsletter', step: 2, nested: { a: [1, 2] } },
          }),
        );
      if (visit === 4)
        events.push(
          event((back += 60_000), {
            ...fromServer,
            type: 'Order Completed',
            is_retracted: true,
            revenue: { minor: 4900, currency: 'EUR' },
            properties: { order_id: 'A-900' },
          }),
        );
      if (visit === 6 && person.is_known)
        events.push(
          event((back += 60_000), {
            type: 'Consent Granted',
            call: 'consent',
            source: null,
            properties: { purpose: 'email_marketing', how: 'web' },
          }),
        );
      back += Math.floor(day_ms * (0.3 + random.below(300) / 20));
    }
    if (person.is_known)
      events.push(event((back += 1000), { call: 'identify', type: 'Identify', properties: {} }));
    events.sort((a, b) => b.occurred_at.localeCompare(a.occurred_at) || b.id.localeCompare(a.id));
    const values = objects[0]!.fields
      .filter(({ name }) => person[name] && name !== 'name')
      .flatMap(({ name }, index): KnownValue[] => [
        {
          field: name,
          value: person[name],
          provenance:
            index % 2 ? { kind: 'source', name: 'Web shop' } : { kind: 'staff', name: 'Rasa Petrauskienė' },
          learned_at: at((index + 2) * day_ms),
          is_current: true,
        },
        ...(name === 'city'
          ? [
              {
                field: name,
                value: 'Klaipėda',
                provenance: { kind: 'source' as const, name: 'Order server' },
                learned_at: at(400 * day_ms),
                is_current: false,
              },
            ]
          : []),
      ]);
    const story: PersonStory = {
      events,
      identity: {
        keys: [
          {
            kind: 'anonymous_id',
            value: '7f3c9a52-6d1b-4f6e-9c1d-2a90b1f0c7aa',
            claimed_at: at(90 * day_ms),
            released_at: null,
            source: { id: 'web-shop', name: 'Web shop' },
            person: person.id,
          },
          ...(person.email
            ? [
                {
                  kind: 'email',
                  value: String(person.email),
                  claimed_at: at(80 * day_ms),
                  released_at: null,
                  source: { id: 'web-shop', name: 'Web shop' },
                  person: person.id,
                },
              ]
            : []),
          ...(person.is_known
            ? [
                {
                  kind: 'user_id',
                  value: 'cust-10482',
                  claimed_at: at(80 * day_ms),
                  released_at: null,
                  source: { id: 'order-server', name: 'Order server' },
                  person: person.id,
                },
              ]
            : []),
        ],
        contact_points: [
          ...(person.email
            ? [
                {
                  kind: 'email',
                  value: String(person.email),
                  state: 'verified',
                  is_preferred: true,
                  learned_at: at(80 * day_ms),
                },
              ]
            : []),
          ...(person.phone
            ? [
                {
                  kind: 'phone',
                  value: String(person.phone),
                  state: 'unverified',
                  is_preferred: false,
                  learned_at: at(40 * day_ms),
                },
              ]
            : []),
        ],
        joined:
          person === people[0] && people[1] ? [{ person: id(), change_set: id(), at: at(12 * day_ms) }] : [],
        reviews: [],
      },
      values,
      ledger: person.is_known
        ? [
            {
              id: id(),
              purpose: 'email_marketing',
              state: 'granted',
              at: at(60 * day_ms),
              expires_at: null,
              actor: 'Rasa',
              how: 'web',
              wording: 'Yes, send me offers by e-mail.',
              evidence: 'form newsletter-7',
              contact_point: String(person.email ?? '') || null,
            },
            {
              id: id(),
              purpose: 'profiling',
              state: 'withdrawn',
              at: at(20 * day_ms),
              expires_at: null,
              actor: 'Rasa',
              how: 'phone',
              wording: null,
              evidence: 'call 2026-11-02',
              contact_point: null,
            },
            {
              id: id(),
              purpose: 'service',
              state: 'granted',
              at: at(60 * day_ms),
              expires_at: null,
              actor: 'Rasa',
              how: 'web',
              wording: null,
              evidence: null,
              contact_point: null,
            },
          ]
        : [],
    };
    stories.set(person.id, story);
    return story;
  }

  const users: User[] = [
    {
      id: id(),
      name: 'Rasa Petrauskienė',
      email: 'rasa@berzas.example',
      role: 'administrator',
      is_disabled: false,
      created_at: at(300 * day_ms),
      last_sign_in_at: at(3600_000),
    },
    {
      id: id(),
      name: 'Kari Nilsen',
      email: 'kari@berzas.example',
      role: 'member',
      is_disabled: false,
      created_at: at(120 * day_ms),
      last_sign_in_at: at(4 * day_ms),
    },
    {
      id: id(),
      name: 'Auditor',
      email: 'audit@example.com',
      role: 'read_only',
      is_disabled: true,
      created_at: at(60 * day_ms),
      last_sign_in_at: null,
    },
  ];
  const tokens: Token[] = count
    ? [
        {
          id: id(),
          name: 'Till in Ozas',
          role: 'ingest',
          prefix: 'kith_7Qm2',
          created_at: at(40 * day_ms),
          last_used_at: at(600_000),
        },
      ]
    : [];
  const keys = new Map<string, WriteKey[]>(
    sources.map(source => [
      source.id,
      [
        {
          id: id(),
          prefix: 'wk_4fT9',
          created_at: at(200 * day_ms),
          last_used_at: source.last_event_at,
          is_revoked: false,
        },
      ],
    ]),
  );
  const plans = new Map<string, TrackingPlan>(
    sources.map(source => [
      source.id,
      source.kind === 'web'
        ? {
            unplanned: 'flag',
            events: [
              {
                type: 'Order Completed',
                violation: 'block',
                properties: [
                  { name: 'order_id', type: 'text', is_required: true },
                  { name: 'total', type: 'number', is_required: false },
                ],
              },
            ],
          }
        : { unplanned: 'allow', events: [] },
    ]),
  );
  const debug = (source: Source): DebugEntry[] =>
    Array.from({ length: source === sources[0] ? 40 : 0 }, (_, index) => {
      const outcome =
        index % 11 === 4
          ? 'rejected'
          : index % 7 === 3
            ? 'flagged'
            : index % 9 === 5
              ? 'duplicate'
              : 'stored';
      return {
        at: at(index * 47_000),
        call: index % 3 ? 'page' : 'track',
        type: index % 3 ? pick(pages) : pick(['Product Added', 'Order Completed', 'Form Submitted']),
        outcome,
        reason: outcome === 'rejected' ? 'too_large' : outcome === 'flagged' ? 'off_plan' : undefined,
        person: people[index % Math.max(1, people.length)]?.id,
        payload: {
          type: 'track',
          event: 'Product Added',
          messageId: `ajs-next-${index}`,
          anonymousId: '7f3c9a52',
          properties: { product_id: 'KT-17', price: 49 },
        },
      };
    });
  const deadLetters: DeadLetter[] = Array.from({ length: count > 1 ? 17 : 0 }, (_, index) => ({
    id: id(),
    source: { id: sources[0]?.id ?? '', name: sources[0]?.name ?? '' },
    received_at: at((index + 1) * 3 * 3600_000),
    call: 'track',
    type: index % 2 ? 'Order Completed' : '',
    reason: pick(['id_required', 'too_large', 'off_plan', 'wrong_timestamp']),
    detail:
      index % 2 ? 'The plan requires the property order_id.' : 'Neither userId nor anonymousId is given.',
    payload: JSON.stringify({
      type: 'track',
      event: index % 2 ? 'Order Completed' : '',
      messageId: `m-${index}`,
      properties: { total: 49.9 },
    }),
    replayed_at: index === 3 ? at(1800_000) : null,
  }));
  const history = new Map<string, HistoryEntry[]>();
  if (people[0]) {
    history.set(people[0].id, [
      {
        at: at(2 * day_ms),
        field: 'stage',
        before: 'opportunity',
        after: 'customer',
        actor: { kind: 'user', id: users[0]!.id, name: users[0]!.name },
        change_set: id(),
      },
      {
        at: at(9 * day_ms),
        field: 'city',
        before: 'Klaipėda',
        after: 'Vilnius',
        actor: { kind: 'source', id: null, name: 'Order server' },
        change_set: id(),
      },
    ]);
  }
  return {
    people,
    companies,
    households,
    sources,
    users,
    tokens,
    keys,
    plans,
    debug,
    deadLetters,
    history,
    storyOf,
    id,
  };
}
export type Business = ReturnType<typeof makeBusiness>;
