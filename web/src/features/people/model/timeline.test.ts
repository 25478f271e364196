import { expect, test } from 'vitest';
import type { TimelineEvent } from '@/lib/api/types.ts';
import { groupTimeline, pageTitle, spanSeconds, tellingProperty } from './timeline.ts';

let count = 0;
function event(at: string, more: Partial<TimelineEvent> = {}): TimelineEvent {
  return {
    id: `p.${++count}`,
    type: 'Page Viewed',
    call: 'page',
    occurred_at: at,
    received_at: at,
    source: { id: 's1', name: 'Shop' },
    properties: {},
    context: {},
    revenue: null,
    actor: null,
    caused_by: null,
    is_retracted: false,
    is_flagged: false,
    ...more,
  };
}
const sizes = (events: TimelineEvent[], zone = 'UTC') =>
  groupTimeline(events, zone).map(({ day, lines }) => [day, lines.map(line => line.events.length)]);

test('three views in a row are one line, two are two', () => {
  expect(sizes([1, 2, 3].map(n => event(`2026-11-22T10:0${n}:00Z`)))).toEqual([['2026-11-22', [3]]]);
  expect(sizes([1, 2].map(n => event(`2026-11-22T10:0${n}:00Z`)))).toEqual([['2026-11-22', [1, 1]]]);
});

test('two visits of a day are two lines', () => {
  const visit = (hour: string) => [3, 2, 1].map(n => event(`2026-11-22T${hour}:0${n}:00Z`));
  expect(sizes([...visit('18'), ...visit('10')])).toEqual([['2026-11-22', [3, 3]]]);
});

test('what was looked at on a page belongs to its view', () => {
  const look = { call: 'track', type: 'Product Viewed' } as const;
  const at = '2026-11-22T10:00:00Z';
  expect(sizes([event(at, look), event(at), event(at, look), event(at)])).toEqual([['2026-11-22', [4]]]);
});

test('the day is that of the workspace', () => {
  const late = [event('2026-11-21T22:30:00Z'), event('2026-11-21T21:30:00Z')];
  expect(sizes(late, 'Europe/Vilnius')).toEqual([
    ['2026-11-22', [1]],
    ['2026-11-21', [1]],
  ]);
});

test('a line never reaches over midnight', () => {
  const events = [
    event('2026-11-22T00:02:00Z'),
    event('2026-11-22T00:01:00Z'),
    event('2026-11-21T23:59:00Z'),
    event('2026-11-21T23:58:00Z'),
  ];
  expect(sizes(events)).toEqual([
    ['2026-11-22', [1, 1]],
    ['2026-11-21', [1, 1]],
  ]);
});

test('a sale, a retraction and a flagged event stand for themselves and part what is around them', () => {
  const view = () => event('2026-11-22T10:00:00Z');
  for (const more of [
    { revenue: { minor: 1, currency: 'EUR' } },
    { is_retracted: true },
    { is_flagged: true },
    { caused_by: 'p.0' },
  ]) {
    const events = [view(), view(), view(), event('2026-11-22T10:00:00Z', more), view(), view(), view()];
    expect(sizes(events)).toEqual([['2026-11-22', [3, 1, 3]]]);
  }
});

test('views of two sources are not one story', () => {
  const other = { source: { id: 's2', name: 'App' } };
  const at = '2026-11-22T10:00:00Z';
  expect(sizes([event(at), event(at, other), event(at), event(at, other)])).toEqual([
    ['2026-11-22', [1, 1, 1, 1]],
  ]);
});

test('nothing is lost and the order stays, whatever comes', () => {
  let seed = 3;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 200; round++) {
    let time = Date.parse('2026-11-22T12:00:00Z');
    const events = Array.from({ length: random(40) }, () => {
      time -= random(4 * 3600_000);
      const call = (['page', 'track', 'screen', 'consent'] as const)[random(4)]!;
      return event(new Date(time).toISOString(), {
        call,
        type: ['A', 'B'][random(2)]!,
        is_retracted: random(9) === 0,
      });
    });
    const lines = groupTimeline(events, 'Europe/Oslo').flatMap(day => day.lines);
    expect(lines.flatMap(line => line.events)).toEqual(events);
    expect(lines.every(line => line.events.length === 1 || line.events.length >= 3)).toBe(true);
  }
});

test('the span is counted in seconds, in whichever order the events come', () => {
  expect(spanSeconds([event('2026-11-22T10:06:00Z'), event('2026-11-22T10:00:00Z')])).toBe(360);
});

test('a page is called by its title, else by its address', () => {
  expect(pageTitle(event('2026-11-22T10:00:00Z', { properties: { title: 'November offers' } }))).toBe(
    'November offers',
  );
  expect(
    pageTitle(event('2026-11-22T10:00:00Z', { context: { page: { url: 'https://shop.lt/kettles?x=1' } } })),
  ).toBe('shop.lt/kettles');
  expect(pageTitle(event('2026-11-22T10:00:00Z', { properties: { url: 'not an address' } }))).toBe(
    'not an address',
  );
  expect(pageTitle(event('2026-11-22T10:00:00Z'))).toBe('');
});

test('the telling property is a product before an order number', () => {
  expect(tellingProperty({ order_id: '9', products: [{ name: 'Kettle' }] })).toBe('Kettle');
  expect(tellingProperty({ products: [{ name: 'Kettle' }, { name: 'Cup' }, null] })).toBe('Kettle, Cup');
  expect(tellingProperty({ count: 3 })).toBeNull();
});
