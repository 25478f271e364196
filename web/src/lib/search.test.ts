import { describe, expect, it } from 'vitest';
import { addressOf, isWorthAsking, partsOf, type SearchHit } from './search.ts';

describe('search', () => {
  it('divides a text at what was found, by characters', () => {
    expect(
      partsOf({
        text: '😀 Ona K',
        marks: [
          [2, 5],
          [6, 7],
        ],
      }),
    ).toEqual([
      { text: '😀 ', isFound: false },
      { text: 'Ona', isFound: true },
      { text: ' ', isFound: false },
      { text: 'K', isFound: true },
    ]);
    expect(partsOf({ text: '', marks: [] })).toEqual([]);
  });

  it('opens a hit where it says', () => {
    const at = (path: string) => addressOf({ path } as SearchHit);
    expect(at('/people/1?type=Note')).toEqual({ to: '/people/1', search: { type: 'Note' } });
    expect(at('/companies/2')).toEqual({ to: '/companies/2', search: {} });
  });

  it('asks for a letter of another script, not for one of the Latin', () => {
    expect(isWorthAsking('o')).toBe(false);
    expect(isWorthAsking('on')).toBe(true);
    expect(isWorthAsking('李')).toBe(true);
  });
});
