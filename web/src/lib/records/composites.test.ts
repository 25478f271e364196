import { expect, test } from 'vitest';
import type { CompositeDefinition, FieldDefinition, ObjectDefinition } from '../api/types.ts';
import { blocksOf, compositeOf, linesOf, shortName } from './composites.ts';

const field = (name: string): FieldDefinition => ({
  name,
  type: 'text',
  label: { en: name },
  is_required: false,
  is_sortable: true,
  is_filterable: true,
  is_writable: true,
  is_custom: true,
});
const delivery: CompositeDefinition = {
  name: 'delivery',
  type: 'address',
  label: { en: 'Delivery' },
  parts: { city: 'delivery_city', street: 'delivery_street', country: 'delivery_country' },
  is_custom: true,
  is_retired: false,
};
const contact: CompositeDefinition = {
  ...delivery,
  name: 'contact',
  type: 'person_name',
  parts: { family_name: 'contact_family_name', given_name: 'contact_given_name', prefix: 'contact_prefix' },
};
const object = (...names: string[]) =>
  ({ fields: names.map(field), composites: [delivery, contact] }) as unknown as ObjectDefinition;
const shown = (...names: string[]) => {
  const found = object(...names);
  return blocksOf(found, found.fields).map(({ name, fields }) => [name, fields.map(each => each.name)]);
};

test('the parts stand together where the first of them is, in the order in which they are written', () => {
  expect(shown('name', 'delivery_city', 'weight', 'delivery_country', 'delivery_street')).toEqual([
    ['name', ['name']],
    ['delivery', ['delivery_street', 'delivery_city', 'delivery_country']],
    ['weight', ['weight']],
  ]);
});

test('a composite has the parts that are there, and without any it is not there', () => {
  expect(shown('name', 'delivery_country')).toEqual([
    ['name', ['name']],
    ['delivery', ['delivery_country']],
  ]);
  expect(shown('name')).toEqual([['name', ['name']]]);
});

test('a field is a part of one composite or of none', () => {
  expect(compositeOf(object(), 'contact_prefix')?.name).toBe('contact');
  expect(compositeOf(object(), 'weight')).toBeUndefined();
});

test('within its composite a part is called by its own name alone', () => {
  expect(shortName('Delivery: City', 'Delivery')).toBe('City');
  expect(shortName('Town', 'Delivery')).toBe('Town');
  expect(shortName('Delivery: City', undefined)).toBe('Delivery: City');
});

test('a name is read in one line, an address in several, and nothing in none', () => {
  const values: Record<string, string> = {
    contact_given_name: ' Ona ',
    contact_family_name: 'Kazlaitė',
    delivery_street: 'Pilies 1',
    delivery_city: 'Vilnius',
    delivery_country: 'LT',
  };
  const lines = (composite: CompositeDefinition, said = values) =>
    linesOf(composite, Object.values(composite.parts).map(field), each => said[each.name] ?? '', 'en');
  expect(lines(contact)).toEqual(['Ona Kazlaitė']);
  expect(lines(delivery)).toEqual(['Pilies 1', 'Vilnius', 'Lithuania']);
  expect(lines(contact, {})).toEqual([]);
  expect(lines(delivery, {})).toEqual([]);
});
