import { expect, test } from 'vitest';
import { keysShown, matches } from './shortcuts.ts';

const strokes = (...keys: string[]) =>
  keys.map(key => ({ key: key.replace('mod+', ''), isMod: key.startsWith('mod+') }));

test('a single key, a sequence, a modifier and alternatives are told apart', () => {
  expect(matches('c', strokes('c'))).toBe(true);
  expect(matches('c', strokes('mod+c'))).toBe(false);
  expect(matches('mod+k', strokes('mod+k'))).toBe(true);
  expect(matches('mod+k', strokes('k'))).toBe(false);
  expect(matches('g p', strokes('g', 'p'))).toBe(true);
  expect(matches('g p', strokes('p'))).toBe(false);
  expect(matches('j|ArrowDown', strokes('ArrowDown'))).toBe(true);
  expect(matches('Space', strokes(' '))).toBe(true);
});

test('a letter with Shift is another key, a sign that needs Shift is not', () => {
  const shifted = (key: string) => [{ key, isMod: false, isShift: true }];
  expect(matches('j', shifted('J'))).toBe(false);
  expect(matches('J', shifted('J'))).toBe(true);
  expect(matches('J', strokes('j'))).toBe(false);
  // Caps Lock.
  expect(matches('j', strokes('J'))).toBe(true);
  expect(matches('?', shifted('?'))).toBe(true);
});

test('Shift with an arrow goes before the arrow alone', () => {
  const shifted = [{ key: 'ArrowRight', isMod: false, isShift: true }];
  expect(matches('shift+ArrowRight', shifted)).toBe(true);
  expect(matches('shift+ArrowRight', strokes('ArrowRight'))).toBe(false);
});

test('keys are shown as they are printed', () => {
  expect(keysShown('mod+k')).toEqual(['Ctrl', 'K']);
  expect(keysShown('J')).toEqual(['⇧', 'J']);
  expect(keysShown('shift+ArrowRight')).toEqual(['⇧', '→']);
  expect(keysShown('g p')).toEqual(['G', 'P']);
  expect(keysShown('j|ArrowDown')).toEqual(['J']);
});
