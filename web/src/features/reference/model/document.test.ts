import { expect, test } from 'vitest';
import { operationsOf, resolved, type Document } from './document.ts';

const document: Document = {
  info: { title: 'Kith', version: '1' },
  paths: {
    '/api/v1/people': { get: { tags: ['People'] }, post: {}, parameters: [] },
    '/sources': { get: {} },
  },
  components: { schemas: { Person: { type: 'object' } } },
};

test('an operation is told under its tag, else under its path', () => {
  expect(operationsOf(document).map(({ method, group }) => [method, group])).toEqual([
    ['get', 'People'],
    ['post', 'people'],
    ['get', 'sources'],
  ]);
});

test('a reference is followed one step, and one that leads nowhere stays', () => {
  expect(resolved(document, { $ref: '#/components/schemas/Person' })).toEqual({ type: 'object' });
  expect(resolved(document, { $ref: '#/components/schemas/Nobody' })).toEqual({
    $ref: '#/components/schemas/Nobody',
  });
  expect(resolved(document, null)).toBeNull();
});
