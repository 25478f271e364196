import type { makeBusiness } from './data.ts';

/** A year of receipts with its seasons; of the last months it is not known yet who came back. */
const months = Array.from({ length: 12 }, (_, index) => {
  const at = new Date();
  at.setUTCMonth(at.getUTCMonth() - 11 + index, 1);
  const month = at.toISOString().slice(0, 7);
  const receipts = Math.round(180 + index * 9 + (at.getUTCMonth() === 11 ? 170 : 0));
  return {
    month,
    receipts,
    returns: Math.round(receipts * 0.08),
    revenue: [
      { minor: receipts * 8_431, currency: 'EUR' },
      { minor: receipts * 19_977, currency: 'NOK' },
    ],
    new_receipts: Math.round(receipts * 0.4),
    new_customers: Math.round(receipts * 0.38),
    came_back: index < 8 ? Math.round(receipts * 0.38 * (0.22 + index * 0.01)) : null,
  };
});
const quiet = {
  receipts: 0,
  returns: 0,
  new_receipts: 0,
  new_customers: 0,
  came_back: null,
  revenue: [{ minor: 0, currency: 'EUR' }],
};

/** The first screen, as it would be of the made-up business. */
export function home(business: ReturnType<typeof makeBusiness>) {
  const known = business.people.filter(person => person.is_known);
  return {
    people: {
      known: known.length,
      anonymous: business.people.length - known.length,
      new_today: Math.min(7, business.people.length),
    },
    events: {
      today: business.people.length ? 1284 : 0,
      yesterday: business.people.length ? 1391 : 0,
      by_day: Array.from({ length: 14 }, (_, index) => ({
        date: new Date(Date.now() - (13 - index) * 86_400_000).toISOString().slice(0, 10),
        count: business.people.length ? 900 + ((index * 7919) % 700) : 0,
      })),
    },
    since_yesterday: business.people.length
      ? [
          { type: 'page', yesterday: 812, today: 640 },
          { type: 'Product Viewed', yesterday: 420, today: 333 },
          { type: 'Order Completed', yesterday: 41, today: 29 },
          { type: 'Kettle Descaled', yesterday: 3, today: 0 },
        ]
      : [],
    business: {
      currency: 'EUR',
      months: business.people.length ? months : months.map(({ month }) => ({ ...quiet, month })),
      channels: business.people.length
        ? business.sources.slice(0, 2).map(({ id, name }, index) => ({
            source: { id, name },
            receipts: 1640 - index * 700,
          }))
        : [],
    },
    is_being_counted: false,
    attention: business.sources.length
      ? business.people.length > 1
        ? [
            {
              kind: 'open_questions',
              count: 2,
              questions: known.slice(0, 2).map(({ id, name }, index) => ({
                person: id,
                name,
                about: 'Kettle Brezza',
                at: new Date(Date.now() - (index + 1) * 90_000_000).toISOString(),
              })),
            },
            {
              kind: 'dead_letters',
              count: 17,
              source: { id: business.sources[0]!.id, name: business.sources[0]!.name },
            },
            {
              kind: 'source_silent',
              source: { id: business.sources[2]!.id, name: business.sources[2]!.name },
            },
          ]
        : []
      : [{ kind: 'no_source' }],
    sources: business.sources.map(({ id, name, last_event_at }) => ({ id, name, last_event_at })),
    recent_people: known
      .toSorted((a, b) => String(b.last_seen_at ?? '').localeCompare(String(a.last_seen_at ?? '')))
      .slice(0, 8)
      .map(({ id, name, last_seen_at }) => ({ id, name, last_seen_at, last_event: 'Product Added' })),
  };
}
