import type { TimelineEvent } from '@/lib/api/types.ts';

/**
 * What tracked events are, in the words of a story: purchases, returns, questions, calls, surveys, mail. Names of types are those of
 * Segment's specification where it has one. Null for a type that we have no words for.
 */
export interface Deed {
  deed: DeedName;
  /** What it was done to; empty where nobody says. */
  object: string;
  /** How many things more. */
  more: number;
  /** What was said, in their own words. */
  said: string;
  /** Of a survey, out of ten. */
  score: number | null;
}
const types = {
  'Product Viewed': 'product',
  'Product List Viewed': 'product_list',
  'Product Added': 'cart',
  'Products Searched': 'searched',
  'Order Completed': 'bought',
  'Order Refunded': 'returned',
  'Order Cancelled': 'cancelled',
  'Signed Up': 'signed_up',
  'Loyalty Card Issued': 'card',
  'Question Asked': 'question',
  'Question Answered': 'answer',
  'Call Received': 'call_in',
  'Call Made': 'call_out',
  'Survey Answered': 'survey',
  'Email Opened': 'email_opened',
  Note: 'note',
} as const;
export type DeedName = (typeof types)[keyof typeof types];

const isType = (type: string): type is keyof typeof types => Object.hasOwn(types, type);
const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

const objects: Record<DeedName, string[]> = {
  product: ['name', 'product_name', 'product', 'sku'],
  product_list: ['category', 'list_id', 'name'],
  cart: ['name', 'product_name', 'product', 'sku'],
  searched: ['query'],
  bought: ['product_name', 'name', 'product'],
  returned: ['product_name', 'name', 'product'],
  cancelled: ['product_name', 'name', 'product'],
  signed_up: [],
  card: ['card'],
  question: ['about', 'product', 'subject'],
  answer: ['about', 'product', 'subject'],
  call_in: ['about', 'subject', 'topic'],
  call_out: ['about', 'subject', 'topic'],
  survey: ['survey', 'name'],
  note: ['text', 'note'],
  email_opened: ['subject', 'campaign_name', 'email_subject'],
};

export function deedOf(event: TimelineEvent): Deed | null {
  if (event.call !== 'track' || !isType(event.type)) return null;
  const deed = types[event.type];
  const { properties } = event;
  const products = Array.isArray(properties.products) ? (properties.products as unknown[]) : [];
  const names = products.map(product => text((product as { name?: unknown } | null)?.name)).filter(Boolean);
  const isOfLines = deed === 'bought' || deed === 'returned' || deed === 'cancelled';
  const told = objects[deed].map(name => text(properties[name])).find(Boolean) ?? '';
  return {
    deed,
    object: isOfLines && names[0] ? names[0] : told,
    more: isOfLines ? Math.max(0, names.length - 1) : 0,
    said: text(properties.question) || text(properties.answer) || text(properties.comment),
    score: typeof properties.score === 'number' ? properties.score : null,
  };
}

/** What was looked at in a visit, each once, in order. */
export function productsSeen(events: TimelineEvent[]): string[] {
  const names = events
    .filter(event => event.type === 'Product Viewed')
    .map(event => text(event.properties.name))
    .filter(Boolean);
  return [...new Set(names.toReversed())];
}
