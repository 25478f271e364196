import { describe, expect, it } from 'vitest';
import { folded, tidied } from './fold.ts';

describe('words', () => {
  it('are one where case, accents and letters without a key tell them apart', () => {
    expect(folded('ŽALGIRIS')).toBe('zalgiris');
    expect(folded('Z\u030calgiris')).toBe('zalgiris');
    expect(folded('Straße')).toBe(folded('STRASSE'));
    expect(folded('Łódź Ørsted Đorđe')).toBe('lodz orsted dorde');
    expect(folded('Ёлка')).toBe(folded('елка'));
    expect(folded('ﬁne')).toBe('fine');
    expect(folded('Ona’s “best” – ever')).toBe('ona\'s "best" - ever');
  });
  it('are one whatever white space parts them and whatever nobody sees', () => {
    expect(tidied('  Old\u00a0\u2003 friend\t')).toBe('Old friend');
    expect(tidied('\u001fOld\u0085friend')).toBe('Old friend');
    expect(tidied('\ufeffOld\u200b fri\u00adend\u200f \u202aof\u202c \u2067mine\u2069')).toBe(
      'Old friend of mine',
    );
    expect(folded('old\u00a0friend')).toBe(folded('Old  Friend\u200b'));
    expect(tidied('\u200b \u00a0')).toBe('');
  });
  it('keep the joiners that make letters and faces what they are', () => {
    expect(tidied('👩\u200d🌾')).toBe('👩\u200d🌾');
  });
});
