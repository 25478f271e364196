/**
 * What words mean that are typed into an open field: what was typed, whole, is what is taken; a choice that it is only a part of is
 * offered, and taken where somebody chooses it.
 */
import { folded, tidied } from '../fold.ts';
import type { Offered } from './choices.ts';
import { newChoiceMark } from './types.ts';

export interface OfferedRow extends Offered {
  /** There is no choice of these words yet. */
  isNew?: boolean;
}

/** What stands between several choices that are typed or pasted; no choice of an open field of several may have it. */
export const separators = /[,;|\t\r\n]/;

/** The choice of just these words, a new one where there is none; null where no word was typed. */
export function meantBy(words: string, choices: Offered[], chosen: string[]): OfferedRow | null {
  const wanted = folded(words);
  if (!wanted) return null;
  const known = choices.find(choice => folded(choice.text) === wanted);
  if (known) return known;
  const text = tidied(words);
  const value = chosen.find(each => each.startsWith(newChoiceMark) && folded(each.slice(1)) === wanted);
  return { value: value ?? newChoiceMark + text, text, isNew: true };
}

/** The same of several texts, each choice once. */
export function meantByAll(texts: string[], choices: Offered[], chosen: string[]): OfferedRow[] {
  const meant: OfferedRow[] = [];
  for (const text of texts) {
    const row = meantBy(text, choices, [...chosen, ...meant.map(({ value }) => value)]);
    if (row && !meant.some(({ value }) => value === row.value)) meant.push(row);
  }
  return meant;
}

/**
 * The rows under the box, without what is chosen: first what the words mean, then the choices that begin so, then those that
 * contain them; all where nothing is typed.
 */
export function rowsFor(words: string, choices: Offered[], chosen: string[]): OfferedRow[] {
  const wanted = folded(words);
  const meant = meantBy(words, choices, chosen);
  const others = choices.filter(choice => choice !== meant && folded(choice.text).includes(wanted));
  const begins = (choice: Offered) => folded(choice.text).startsWith(wanted);
  const sorted = [...others.filter(begins), ...others.filter(choice => !begins(choice))];
  return [...(meant ? [meant] : []), ...sorted].filter(({ value }) => !chosen.includes(value));
}
