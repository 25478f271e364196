import { expect, test } from 'vitest';
import type { FieldDefinition, Role } from '@/lib/api/types.ts';
import { choicesFor, limitsOf, rightOf, withDeed, withField } from './rights.ts';

const field = (name: string, is_writable = true): FieldDefinition => ({
  name,
  type: 'text',
  label: { en: name },
  is_required: false,
  is_sortable: false,
  is_filterable: true,
  is_writable,
  is_custom: false,
});
const none = { read: false, create: false, update: false, delete: false };
const role = {
  objects: {
    person: { ...none, read: true, rows: null, always_shown: [], fields: { email: 'hidden', city: 'read' } },
  },
} as unknown as Role;

test('whoever may change something may read it', () => {
  expect(withDeed(none, 'update', true)).toEqual({ ...none, read: true, update: true });
});

test('whoever may not read something may do nothing with it', () => {
  expect(withDeed({ read: true, create: true, update: true, delete: true }, 'read', false)).toEqual(none);
});

test('a field that people do not write is seen or hidden, and one that records are known by is seen', () => {
  expect(choicesFor(field('email'), false)).toEqual(['hidden', 'read', 'write']);
  expect(choicesFor(field('last_seen_at', false), false)).toEqual(['hidden', 'read']);
  expect(choicesFor(field('name'), true)).toEqual(['read', 'write']);
});

test('a field that may be written again is not spoken of', () => {
  expect(withField({ email: 'hidden' }, 'city', 'read')).toEqual({ email: 'hidden', city: 'read' });
  expect(withField({ email: 'hidden', city: 'read' }, 'email', 'write')).toEqual({ city: 'read' });
});

test('what is not said of a field may be written', () => {
  expect(rightOf(role, 'person', field('email'))).toBe('hidden');
  expect(rightOf(role, 'person', field('phone'))).toBe('write');
  expect(rightOf(role, 'person', field('last_seen_at', false))).toBe('read');
  expect(limitsOf(role, 'person')).toEqual({ hidden: 1, read: 1 });
  expect(limitsOf(role, 'car')).toEqual({ hidden: 0, read: 0 });
});
