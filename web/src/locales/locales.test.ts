import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languages, offeredLanguages } from '@/lib/i18n.ts';

const source = join(import.meta.dirname, '..');
const plural = /_(zero|one|two|few|many|other)$/;

function flat(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[prefix + name, value] as [string, string]]
      : flat(value as object, `${prefix}${name}.`),
  );
}
const read = (language: string) =>
  new Map(flat(JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as object));
const base = (key: string) => key.replace(plural, '');
const places = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path) && !/\.test\.ts$/.test(path))
  .map(path => readFileSync(join(source, path), 'utf8'))
  .join('\n');
const english = read('en');
const keys = [...new Set([...english.keys()].map(base))];

test('every offered language says everything that English says, and nothing else', () => {
  for (const language of offeredLanguages) {
    expect([...new Set([...read(language).keys()].map(base))].sort(), language).toEqual(keys.toSorted());
  }
});

test('what is counted has a form for each number that the language tells apart', () => {
  for (const language of offeredLanguages) {
    const texts = read(language);
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of keys.filter(key => english.has(`${key}_other`))) {
      for (const category of categories)
        expect(texts.has(`${key}_${category}`), `${language}: ${key}_${category}`).toBe(true);
    }
  }
});

test('a translation fills in the same values', () => {
  for (const language of offeredLanguages) {
    for (const [key, text] of read(language)) {
      const original = english.get(key) ?? english.get(`${base(key)}_other`) ?? '';
      expect(places(text), `${language}: ${key}`).toEqual(places(original));
    }
  }
});

test('no text is empty or left in English by mistake', () => {
  const same = new Set(['actor.system', 'source.snippet.node', 'source.snippet.curl']);
  for (const language of offeredLanguages) {
    for (const [key, text] of read(language)) {
      expect(text.trim(), `${language}: ${key}`).not.toBe('');
      if (language !== 'en' && !same.has(key)) expect(text, `${language}: ${key}`).not.toBe(english.get(key));
    }
  }
});

test('every text is used, and every text used exists', () => {
  const literals = new Set([...code.matchAll(/['"`]([a-z_]+(?:\.[a-z_]+)+)['"`]/g)].map(([, key]) => key!));
  const patterns = [...code.matchAll(/`([a-z_]+(?:\.[a-z_]+)*\.[a-z_]*)\$\{[^}`]+\}([a-z_]*)`/g)].map(
    ([, start, end]) => new RegExp(`^${start!.replaceAll('.', '\\.')}[a-z_]+${end}$`),
  );
  const unused = keys.filter(key => !literals.has(key) && !patterns.some(pattern => pattern.test(key)));
  expect(unused).toEqual([]);
  const asked = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key!);
  expect(asked.filter(key => !keys.includes(key))).toEqual([]);
});

test('all five languages have their place', () => {
  expect(Object.keys(languages).sort()).toEqual(['en', 'et', 'lt', 'nb', 'ru']);
});
