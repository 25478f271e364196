import { expect, test } from 'vitest';
import { placeOfMistake } from './json_place.ts';

test('a mistake has its line and its character', () => {
  expect(placeOfMistake('[1,}')).toEqual({ line: 1, character: 4 });
  expect(placeOfMistake('{\n  "ąž": 1,\n  "😀": oops\n}')).toEqual({ line: 3, character: 8 });
  expect(placeOfMistake('[1')).toEqual({ line: 1, character: 3 });
  expect(placeOfMistake('')).toEqual({ line: 1, character: 1 });
  expect(placeOfMistake('{"a" 1}')).toEqual({ line: 1, character: 6 });
  expect(placeOfMistake('{1: 2}')).toEqual({ line: 1, character: 2 });
  expect(placeOfMistake('1 2')).toEqual({ line: 1, character: 3 });
  expect(placeOfMistake('[01]')).toEqual({ line: 1, character: 3 });
});

/** Pieces of JSON in any order: some are JSON, most are nearly. */
function someText(random: () => number): string {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\n"',
    '"\\x"',
    '1',
    '-0.5e3',
    '01',
    'true',
    'nul',
    ' ',
    '\n',
  ];
  const value = (depth: number): string => {
    const pick = Math.floor(random() * (depth ? 5 : 3));
    if (pick < 3) return ['"a"', '-1.5', 'null'][pick]!;
    const list = Array.from({ length: Math.floor(random() * 3) }, () => value(depth - 1));
    return pick === 3 ? `[${list.join(', ')}]` : `{${list.map(each => `"k": ${each}`).join(',')}}`;
  };
  let text = value(3);
  if (random() < 0.6) {
    const at = Math.floor(random() * (text.length + 1));
    const piece = pieces[Math.floor(random() * pieces.length)]!;
    text = text.slice(0, at) + piece + text.slice(at + (random() < 0.5 ? 1 : 0));
  }
  return text;
}

test('what is JSON is decided as the browser decides it', () => {
  let seed = 20261126;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 5000; round++) {
    const text = someText(random);
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    expect(placeOfMistake(text) === null, text).toBe(isJson);
  }
});
