import { expect, test } from 'vitest';
import type { TimelineEvent } from '@/lib/api/types.ts';
import { deedOf, productsSeen } from './deeds.ts';

const event = (
  type: string,
  properties: Record<string, unknown> = {},
  call: TimelineEvent['call'] = 'track',
) => ({ type, call, properties }) as TimelineEvent;

test('a receipt is what was bought, and how much more', () => {
  const products = [{ name: 'Kettle Brezza' }, { name: 'Mug' }, null, { name: 'Bowl' }];
  expect(deedOf(event('Order Completed', { order_id: 'T-1', products }))).toMatchObject({
    deed: 'bought',
    object: 'Kettle Brezza',
    more: 2,
  });
  expect(deedOf(event('Order Refunded', { products: [{ name: 'Mug' }] }))).toMatchObject({
    deed: 'returned',
    object: 'Mug',
    more: 0,
  });
});

test('a receipt without lines is still a purchase', () => {
  expect(deedOf(event('Order Completed', { products: 'no list' }))).toMatchObject({
    deed: 'bought',
    object: '',
  });
});

test('a question names the product and what was said; a survey its score', () => {
  expect(deedOf(event('Question Asked', { about: 'Kettle', question: ' It leaks. ' }))).toMatchObject({
    deed: 'question',
    object: 'Kettle',
    said: 'It leaks.',
  });
  expect(deedOf(event('Survey Answered', { survey: 'After your purchase', score: 9 }))).toMatchObject({
    deed: 'survey',
    score: 9,
  });
  expect(deedOf(event('Survey Answered', { score: 'nine' }))?.score).toBeNull();
});

test('a type that nobody taught us stands for itself', () => {
  expect(deedOf(event('Kettle Descaled'))).toBeNull();
  expect(deedOf(event('toString'))).toBeNull();
  expect(deedOf(event('Order Completed', {}, 'page'))).toBeNull();
});

test('what was seen in a visit is named once, the first seen first', () => {
  const seen = ['Lamp', 'Mug', 'Lamp'].map(name => event('Product Viewed', { name }));
  expect(productsSeen(seen)).toEqual(['Lamp', 'Mug']);
});
