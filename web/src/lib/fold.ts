/** Words as they are kept and as they are compared: the server does the same, so that what is offered here is what it will find. */

/** What nobody sees: soft hyphens, marks of direction; not joiners, the letters of flags and what stands around Arabic numbers. */
const unseen = /(?![\u200c\u200d\u0600-\u0605\u06dd\u08e2\u{e0020}-\u{e007f}])\p{Cf}/gu;

/** Letters that are no other letter with an accent, as they are typed without the key; and the signs of word processors. */
const plain: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't' },
  ...{ '’': "'", '‘': "'", '–': '-', '—': '-', '“': '"', '”': '"', '„': '"' },
};

/** Words as somebody means them: one space for any white space, none around. */
export function tidied(words: string): string {
  const seen = words
    .replace(unseen, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  // Joiners of nothing are nothing.
  return /[^\p{Cf}\s]/u.test(seen) ? seen : '';
}

/** Words as they are compared: without case and accents. */
export function folded(words: string): string {
  const bare = tidied(words)
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return tidied(bare.replace(/[^\0-\x7f]/g, letter => plain[letter] ?? letter)).normalize('NFC');
}
