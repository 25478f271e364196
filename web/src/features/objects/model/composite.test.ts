import { expect, test } from 'vitest';
import { compositeTypes, usualParts, withPart } from './composite.ts';

test('a composite begins with the parts that most have a use for', () => {
  expect(compositeTypes).toEqual(['address', 'person_name']);
  expect(usualParts('address')).toEqual(['street', 'postal_code', 'city', 'country']);
  expect(usualParts('person_name')).toEqual(['given_name', 'family_name']);
});

test('parts keep their order, whichever is ticked last', () => {
  expect(withPart('address', ['city', 'country'], 'street', true)).toEqual(['street', 'city', 'country']);
  expect(withPart('address', ['street', 'city'], 'region', true)).toEqual(['street', 'city', 'region']);
  expect(withPart('person_name', ['given_name', 'family_name'], 'given_name', false)).toEqual([
    'family_name',
  ]);
  expect(withPart('person_name', ['family_name'], 'family_name', false)).toEqual([]);
});
