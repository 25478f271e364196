import { expect, test } from 'vitest';
import { addressLines } from './address_lines.ts';

const parts = { street: 'Main 1', postal_code: '12345', city: 'Town', region: 'Shire' };
const lines = (country: string, language = 'en') => addressLines({ ...parts, country }, language);

test('an address is written as most countries write it', () => {
  const usual = ['Main 1', '12345 Town', 'Shire'];
  expect(lines('LT')).toEqual([...usual, 'Lithuania']);
  expect(lines('JP')).toEqual([...usual, 'Japan']);
  expect(lines('')).toEqual(usual);
  expect(lines('Atlantis')).toEqual([...usual, 'Atlantis']);
});

test('where the postal code stands after the city, it does', () => {
  for (const country of ['US', 'CA', 'AU'])
    expect(lines(country).slice(0, -1)).toEqual(['Main 1', 'Town Shire 12345']);
  for (const country of ['GB', 'IE'])
    expect(lines(country).slice(0, -1)).toEqual(['Main 1', 'Town', 'Shire', '12345']);
});

test('a country is known by its code and by its name in every language of Kith', () => {
  expect(lines('gb')[4]).toBe('United Kingdom');
  expect(lines('GB', 'lt')[4]).toBe('Jungtinė Karalystė');
  for (const name of ['Canada', 'kanada', 'Канада', 'Kanada'])
    expect(lines(name)).toEqual(['Main 1', 'Town Shire 12345', name]);
  expect(lines('USA')).toEqual(['Main 1', 'Town Shire 12345', 'USA']);
  expect(lines('UK')).toEqual(['Main 1', 'Town', 'Shire', '12345', 'UK']);
});

test('two letters that are no country stay as they are', () => {
  expect(lines('ZZ').at(-1)).toBe('ZZ');
});

test('what is empty takes no line and leaves no blank', () => {
  expect(addressLines({ city: ' Vilnius ', street: '  ', country: 'LT' }, 'en')).toEqual([
    'Vilnius',
    'Lithuania',
  ]);
  expect(addressLines({ city: 'Austin', postal_code: '73301', country: 'US' }, 'en')).toEqual([
    'Austin 73301',
    'United States',
  ]);
  expect(addressLines({}, 'en')).toEqual([]);
});
