/** Words as they are kept and as they are compared: the server does the same, so that what is offered here is what it will find. */

/** What nobody sees: soft hyphens, spaces of no width, and marks of direction. */
const unseen = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Letters that are no other letter with an accent, as they are typed without the key; and the signs of word processors. */
const plain: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't' },
  ...{ '’': "'", '‘': "'", '–': '-', '—': '-', '“': '"', '”': '"', '„': '"' },
};

/** Words as somebody means them: one space for any white space, none around. */
export function tidied(words: string): string {
  return words.replace(unseen, '').replace(/\s+/g, ' ').trim();
}

/** Words as they are compared: without case and accents. */
export function folded(words: string): string {
  const bare = tidied(words).normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
  return tidied(bare.replace(/[^\0-\x7f]/g, letter => plain[letter] ?? letter)).normalize('NFC');
}
