import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languageFor, languages, offeredLanguages } from '@/lib/i18n.ts';

const source = join(import.meta.dirname, '..');
const server = join(source, '../../src');
const plural = /_(zero|one|two|few|many|other)$/;

function flat(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[prefix + name, value] as [string, string]]
      : flat(value as object, `${prefix}${name}.`),
  );
}
const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));
const read = (language: string) => new Map(flat(readJson(import.meta.dirname, `${language}.json`) as object));
const base = (key: string) => key.replace(plural, '');
const places = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
const filesOf = (folder: string, name: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => name.test(path));

const sources = filesOf(source, /\.tsx?$/).filter(path => !/\.test\.ts$/.test(path));
const codeOf = new Map(sources.map(path => [path, readFileSync(join(source, path), 'utf8')]));
const code = [...codeOf.values()].join('\n');
const english = read('en');
const keys = [...new Set([...english.keys()].map(base))];

test('every offered language says everything that English says, and nothing else', () => {
  for (const language of offeredLanguages) {
    expect([...new Set([...read(language).keys()].map(base))].sort(), language).toEqual(keys.toSorted());
  }
});

test('what is counted has a form for each number that the language tells apart, and no other', () => {
  for (const language of offeredLanguages) {
    const texts = [...read(language).keys()];
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of keys.filter(key => english.has(`${key}_other`))) {
      const forms = texts.filter(text => base(text) === key && text !== key);
      expect(forms.sort(), language).toEqual(categories.map(category => `${key}_${category}`).sort());
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

/** Words that a language shares with English, and names. */
const shared = new Set([
  ...[
    'API',
    'Administrator',
    'Browser',
    'Filter',
    'Import',
    'JSON',
    'Kith',
    'Node.js',
    'Person',
    'Profil',
    'Region',
    'Server',
  ],
  ...['Status', 'Sum', 'Telefon', 'Type', 'curl'],
]);

test('no text is empty or left in English by mistake', () => {
  for (const language of offeredLanguages) {
    for (const [key, text] of read(language)) {
      expect(text.trim(), `${language}: ${key}`).not.toBe('');
      const isWords = /\p{L}{2}/u.test(text.replaceAll(/\{\{\w+\}\}/g, ''));
      if (language !== 'en' && isWords && !shared.has(text))
        expect(text, `${language}: ${key}`).not.toBe(english.get(key));
    }
  }
});

test('a text is a whole: it neither begins nor ends in the middle of a sentence', () => {
  for (const language of offeredLanguages) {
    for (const [key, text] of read(language)) {
      expect(text, `${language}: ${key}`).toMatch(/^[\p{L}\p{N}{“„«]/u);
      expect(text, `${language}: ${key}`).not.toMatch(/[\s,:;(–-]$/);
    }
  }
  for (const [key, text] of english)
    expect(text, key).not.toMatch(/\s(a|an|and|as|at|by|for|from|of|or|the|to|with)$/);
});

test('no sentence is glued together from texts', () => {
  const call = String.raw`\bt\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)`;
  const glue = [
    new RegExp(`${call}\\s*\\+`, 'g'),
    new RegExp(`\\+\\s*${call}`, 'g'),
    // Side by side in a template or in an element, with nothing but space between.
    new RegExp(`\\$\\{${call}\\}\\s*\\$\\{`, 'g'),
    new RegExp(`\\}\\s*\\$\\{${call}\\}`, 'g'),
    new RegExp(`\\{${call}\\}\\s*(\\{' '\\})?\\s*\\{${call}\\}`, 'g'),
    new RegExp(`\\{[^{}]*${call}\\}\\{' '\\}\\s*[<{][^B]`, 'g'),
  ];
  for (const [path, text] of codeOf)
    for (const pattern of glue) expect(text.match(pattern) ?? [], path).toEqual([]);
});

test('every text is used, and every text used exists', () => {
  const literals = new Set([...code.matchAll(/['"`]([a-z_]+(?:\.[a-z_]+)+)['"`]/g)].map(([, key]) => key!));
  const patterns = [
    ...code.matchAll(/`([a-z_]+(?:\.[a-z_]+)*\.[a-z_]*)\$\{[^}`]+\}((?:[a-z_.]|\$\{[^}`]+\})*)`/g),
  ].map(
    ([, start, end]) =>
      new RegExp(
        `^${start!.replaceAll('.', '\\.')}[a-z0-9_]+${end!.replaceAll(/\$\{[^}]+\}/g, '[a-z0-9_]+').replaceAll('.', '\\.')}$`,
      ),
  );
  const unused = keys.filter(key => !literals.has(key) && !patterns.some(pattern => pattern.test(key)));
  expect(unused).toEqual([]);
  const asked = [...code.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key!);
  expect(asked.filter(key => !keys.includes(key))).toEqual([]);
});

const serverCode = (without?: RegExp) =>
  filesOf(server, /\.cpp$/)
    .filter(path => !/_(test|fuzz|bench)\.cpp$/.test(path) && !without?.test(path))
    .map(path => readFileSync(join(server, path), 'utf8'))
    .join('\n');

/** Folders whose errors end on a terminal, never on a screen. */
const behindScreens = /^(app|store|schema)\//;

test('every code of the server that a screen may have to tell has its text', () => {
  const cpp = serverCode(behindScreens);
  const all = (pattern: RegExp) => [...new Set([...cpp.matchAll(pattern)].map(([, found]) => found!))].sort();
  const ofFields = [
    ...all(/\binvalid\(\s*[^,;]+?,\s*"([a-z_]+)"/g),
    ...all(/\bfail\(\s*\w+,\s*"([a-z_]+)"/g),
    ...all(/\bwrong\(\s*\w+,\s*"([a-z_]+)"/g),
    ...all(/fields\.push_back\(\s*\{[^,;]+,\s*"([a-z_]+)"/g),
  ];
  const ofProblems = [...all(/\bconflict\(\s*"([a-z_]+)"/g), ...all(/\.reason = "([a-z_]+)"/g)];
  // A sender of events reads these, and a person only in the debugger, where they are reasons; one who was joined is found elsewhere;
  // and days that are counted anew are no business of whoever reads them.
  const untoldToPeople = ['batch_required', 'malformed_json', 'off_plan', 'joined', 'totals_anew'];
  expect(ofFields.length).toBeGreaterThan(15);
  expect(ofProblems.length).toBeGreaterThan(10);
  for (const language of offeredLanguages) {
    const texts = read(language);
    expect(
      ofFields.filter(code => !texts.has(`field_problem.${code}`)),
      language,
    ).toEqual([]);
    const untold = ofProblems.filter(code => !untoldToPeople.includes(code) && !texts.has(`problem.${code}`));
    expect(untold, language).toEqual([]);
  }
});

test('no code has a text that neither the server nor a form ever gives', () => {
  const given = new Set(
    [...`${serverCode()}\n${code}`.matchAll(/["']([a-z0-9_]+)["']/g)].map(([, word]) => word!),
  );
  const codes = keys.flatMap(key => /^(?:field_)?problem\.(\w+)$/.exec(key)?.[1] ?? []);
  expect(codes.filter(code => code !== 'request_id' && !given.has(code))).toEqual([]);
});

test('what is data from the start speaks all five languages too', () => {
  const labels = (value: unknown): Record<string, string>[] => {
    if (Array.isArray(value)) return value.flatMap(labels);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, part]) =>
      /^(label|description|label_plural)$/.test(name) ? [part as Record<string, string>] : labels(part),
    );
  };
  const files = filesOf(server, /(^|\/)standard\/\w+\.json$/);
  const told = files.flatMap(path => labels(readJson(server, path)));
  expect(told.length).toBeGreaterThan(50);
  for (const label of told) expect(Object.keys(label).sort(), label.en).toEqual(offeredLanguages.toSorted());
});

test('all five languages have their place, and are found by what a browser calls them', () => {
  expect(Object.keys(languages).sort()).toEqual(['en', 'et', 'lt', 'nb', 'ru']);
  const wishes = ['ru-RU', 'no', 'nn-NO', 'nb', 'et-EE', 'de', undefined];
  expect(wishes.map(languageFor)).toEqual(['ru', 'nb', 'nb', 'nb', 'et', 'en', 'en']);
});
