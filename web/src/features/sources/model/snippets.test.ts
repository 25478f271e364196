import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { snippet } from './snippets.ts';

const origin = 'https://kith.example';

test('the loader fetches the library and sends to this Kith, and to nobody else', () => {
  const text = snippet('browser', origin, 'wk_1');
  expect(text).toContain(`${origin}/analytics.js/v1/"+key+"/analytics.min.js`);
  expect(text).toContain(`analytics._cdn="${origin}"`);
  expect(text).toContain('analytics.load("wk_1")');
  expect([...text.matchAll(/https?:\/\/[^/"]+/g)].every(([found]) => found === origin)).toBe(true);
});

test('the loader is a program', () => {
  const program = snippet('browser', origin, 'wk_1').replace(/<\/?script>/g, '');
  expect(() => new Script(program)).not.toThrow();
});

test('every snippet names the key and the address', () => {
  for (const kind of ['browser', 'node', 'curl'] as const) {
    expect(snippet(kind, origin, 'wk_secret')).toContain('wk_secret');
    expect(snippet(kind, origin, 'wk_secret')).toContain(origin);
  }
});
