/**
 * What each type of field is to the screens: one row a type. A new type has its row here and its words in `schema.type` and
 * `schema.type_hint` of the locales; everything else asks this table.
 */
import type { FieldDefinition, FieldType, FieldValue, FileRef, Label, Money, Ref } from '../api/types.ts';
import type { Formatters } from '../format.ts';
import { placeOfMistake } from '../json_place.ts';

export interface Speaker {
  format: Formatters;
  label: (label: Label | undefined, otherwise?: string) => string;
  yes: string;
  no: string;
}

export interface TypeFacts {
  /** What it is edited with. */
  input: 'line' | 'lines' | 'json' | 'one_of' | 'some_of' | 'amount' | 'user' | 'record' | 'file';
  /** Of a line: the type of the browser's own input. */
  inputType?: 'email' | 'tel' | 'url' | 'date' | 'time' | 'number';
  /** Which comparisons a filter offers. */
  compares:
    | 'text'
    | 'size'
    | 'day'
    | 'order'
    | 'choice'
    | 'several'
    | 'equality'
    | 'flag'
    | 'user'
    | 'record'
    | 'presence';
  isSorted: boolean;
  /** Whether a record may be asked to have a value from the first. */
  isRequired: boolean;
  isSearched: boolean;
  hasChoices: boolean;
  /** How wide its column is against the others. */
  width: number;
  /** What is wrong with a text that is not empty, as a field problem's code. */
  problem: (text: string, field: FieldDefinition) => string | null;
  /** The value that such a text stands for. */
  value: (text: string, field: FieldDefinition) => FieldValue;
  /** The text that an editor begins with. */
  text: (value: NonNullable<FieldValue>) => string;
  /** The value as it is read. */
  said: (value: NonNullable<FieldValue>, field: FieldDefinition, speaker: Speaker) => string;
}

/** Of a value that is no JSON: in JSON anything may look like this. */
export function isRef(value: FieldValue): value is Ref {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
/** Of a field of files: one that the server has told of. */
export function isFile(value: FieldValue): value is FileRef {
  return isRef(value) && 'media_type' in value && 'bytes' in value;
}
export function isMoney(value: FieldValue): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(each => typeof each === 'string');

/** A value as it is: history keeps what a field held before its type was changed. */
function saidPlainly(value: NonNullable<FieldValue>, { format, yes, no }: Speaker): string {
  if (isRef(value)) return value.name || value.id;
  if (isMoney(value)) return format.money(value);
  if (isTexts(value)) return value.join(', ');
  if (typeof value === 'boolean') return value ? yes : no;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** How a type says its own values, which are texts; others are said plainly. */
const saidText =
  (say: (text: string, speaker: Speaker, field: FieldDefinition) => string): TypeFacts['said'] =>
  (value, field, speaker) =>
    typeof value === 'string' ? say(value, speaker, field) : saidPlainly(value, speaker);

const line: TypeFacts = {
  input: 'line',
  compares: 'text',
  isSorted: true,
  isRequired: true,
  isSearched: true,
  hasChoices: false,
  width: 1.6,
  problem: () => null,
  value: text => text.trim(),
  text: value => (isRef(value) ? value.name : String(value)),
  said: (value, _, speaker) => saidPlainly(value, speaker),
};
const fits = (pattern: RegExp, code: string) => (text: string) => (pattern.test(text.trim()) ? null : code);

/** A number as somebody types it: `1 234,50` is `1234.50`. */
export function plainNumber(text: string): string {
  const bare = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
  return bare.includes('.') ? bare : bare.replace(',', '.');
}
const isTimeOfDay = /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const decimals = (number: string) => number.split('.')[1]?.length ?? 0;
const isDecimal = (number: string) => /^-?\d+(\.\d+)?$/.test(number);
const digits_max = 15;

function decimalProblem(number: string, scale: number): string | null {
  if (!isDecimal(number)) return 'not_a_number';
  if (decimals(number) > scale) return 'too_fine';
  return number.replace(/\D/g, '').replace(/^0+/, '').length + scale - decimals(number) > digits_max
    ? 'out_of_range'
    : null;
}

/** An amount being edited is `49.90 EUR`: what is before the last space, and the currency. */
export function partsOfAmount(text: string): { amount: string; currency: string } {
  const at = text.lastIndexOf(' ');
  return at < 0
    ? { amount: text, currency: '' }
    : { amount: text.slice(0, at), currency: text.slice(at + 1) };
}
export const amountOf = (amount: string, currency: string) => (amount.trim() ? `${amount} ${currency}` : '');
function digitsOfCurrency(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
function amountProblem(text: string): string | null {
  const { amount, currency } = partsOfAmount(text);
  if (!/^[A-Z]{3}$/.test(currency)) return 'not_a_currency';
  return decimalProblem(plainNumber(amount), digitsOfCurrency(currency));
}
function saidAmount(text: string, { format }: Speaker): string {
  const { amount, currency } = partsOfAmount(text);
  return /^[A-Z]{3}$/.test(currency) && isDecimal(amount)
    ? format.number(Number(amount), { style: 'currency', currency })
    : text;
}

/** Stands before the words of a choice that is not made yet; no choice may have it. */
export const newChoiceMark = '\u001f';

const choiceLabel = (value: string, field: FieldDefinition, { label }: Speaker) =>
  value.startsWith(newChoiceMark)
    ? value.slice(1)
    : label(field.choices?.find(choice => choice.value === value)?.label, value);

/** JSON with its keys in the order in which the server keeps them, so that what was just written looks as it will be read. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, inOrder(each)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** JSON as it is read and edited: indented. */
export const textOfJson = (value: FieldValue) => JSON.stringify(value, null, 2);

/** What is chosen, one a line, is the text of several. */
export const partsOfSeveral = (text: string) => text.split('\n').filter(Boolean);

/** A user being chosen is the id and, after a space, the name. */
export const textOfUser = ({ id, name }: Ref) => `${id} ${name}`;
export function userOf(text: string): Ref {
  const at = text.indexOf(' ');
  return at < 0 ? { id: text, name: '' } : { id: text.slice(0, at), name: text.slice(at + 1) };
}

const choice: TypeFacts = {
  ...line,
  width: 1.3,
  input: 'one_of',
  compares: 'choice',
  isSearched: false,
  hasChoices: true,
  said: saidText((value, speaker, field) => choiceLabel(value, field, speaker)),
};

export const types: Record<FieldType, TypeFacts> = {
  text: {
    ...line,
    width: 2,
    // A place may be kept as the text that its sender wrote; where that is a code, it is read out.
    said: (value, field, speaker) => {
      const said = saidPlainly(value, speaker);
      if (codesIn(field) === 'country' && /^[A-Z]{2}$/.test(said)) return speaker.format.country(said);
      if (codesIn(field) === 'language' && /^[a-z]{2}$/.test(said)) return speaker.format.languageName(said);
      return said;
    },
  },
  long_text: { ...line, input: 'lines', isSorted: false, width: 2.6, value: text => text },
  number: {
    ...line,
    inputType: 'number',
    compares: 'size',
    isSearched: false,
    problem: text => (Number.isFinite(Number(text)) ? null : 'wrong_type'),
    value: text => Number(text),
    said: (value, _, speaker) =>
      typeof value === 'number' ? speaker.format.number(value) : saidPlainly(value, speaker),
  },
  decimal: {
    ...line,
    compares: 'size',
    isSearched: false,
    problem: (text, { scale = 0 }) => decimalProblem(plainNumber(text), scale),
    value: (text, { scale = 0 }) => {
      const number = plainNumber(text);
      const missing = scale - decimals(number);
      return missing > 0 ? `${number}${decimals(number) ? '' : '.'}${'0'.repeat(missing)}` : number;
    },
    said: saidText((text, { format }, { scale = 0 }) =>
      isDecimal(text)
        ? format.number(Number(text), { minimumFractionDigits: scale, maximumFractionDigits: scale })
        : text,
    ),
  },
  money: {
    ...line,
    input: 'amount',
    compares: 'size',
    isSearched: false,
    problem: amountProblem,
    value: text => {
      const { amount, currency } = partsOfAmount(text);
      return `${plainNumber(amount)} ${currency}`;
    },
    text: value => {
      if (!isMoney(value)) return String(value);
      const digits = digitsOfCurrency(value.currency);
      return `${(value.minor / 10 ** digits).toFixed(digits)} ${value.currency}`;
    },
    said: saidText(saidAmount),
  },
  boolean: {
    ...line,
    input: 'one_of',
    compares: 'flag',
    isSearched: false,
    value: text => text === 'true',
    said: (value, _, speaker) => saidPlainly(value, speaker),
  },
  date: {
    ...line,
    inputType: 'date',
    compares: 'day',
    isSearched: false,
    problem: text =>
      /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? null : 'not_a_date',
    said: saidText((text, { format }) => format.calendarDate(text)),
  },
  partial_date: {
    ...line,
    compares: 'order',
    isSearched: false,
    problem: fits(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'not_a_date'),
    said: saidText((text, { format }) => format.calendarDate(text)),
  },
  time: {
    ...line,
    inputType: 'time',
    compares: 'order',
    isSearched: false,
    problem: fits(isTimeOfDay, 'not_a_time'),
    said: saidText((text, { format }) => (isTimeOfDay.test(text) ? format.timeOfDay(text) : text)),
  },
  instant: {
    ...line,
    compares: 'day',
    isSearched: false,
    said: saidText((text, { format }) => (Number.isNaN(Date.parse(text)) ? text : format.dateTime(text))),
  },
  choice,
  multi_choice: {
    ...choice,
    input: 'some_of',
    compares: 'several',
    isSorted: false,
    width: 2,
    value: text => partsOfSeveral(text),
    text: value => (Array.isArray(value) ? value.join('\n') : String(value)),
    said: (value, field, speaker) =>
      isTexts(value)
        ? value.map(each => choiceLabel(each, field, speaker)).join(', ')
        : choice.said(value, field, speaker),
  },
  country: {
    ...line,
    input: 'one_of',
    compares: 'equality',
    said: saidText((text, { format }) => format.country(text)),
  },
  language: {
    ...line,
    input: 'one_of',
    compares: 'equality',
    said: saidText((text, { format }) => format.languageName(text)),
  },
  email: {
    ...line,
    inputType: 'email',
    width: 3.2,
    problem: fits(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'not_an_email'),
  },
  phone: { ...line, inputType: 'tel' },
  url: {
    ...line,
    inputType: 'url',
    width: 2.6,
    problem: fits(/^(https?:\/\/)?[^\s/]+\.[^\s]+$/, 'not_a_url'),
  },
  user: {
    ...line,
    input: 'user',
    compares: 'user',
    isSorted: false,
    isSearched: false,
    value: text => userOf(text),
    text: value => (isRef(value) ? textOfUser(value) : String(value)),
  },
  relation: {
    ...line,
    input: 'record',
    compares: 'record',
    isSorted: false,
    isSearched: false,
    width: 2,
  },
  json: {
    ...line,
    input: 'json',
    compares: 'presence',
    isSorted: false,
    isSearched: false,
    width: 2.6,
    problem: text => (placeOfMistake(text) ? 'not_json' : null),
    value: text => inOrder(JSON.parse(text)) as FieldValue,
    text: textOfJson,
    said: value => JSON.stringify(value),
  },
  file: {
    ...line,
    input: 'file',
    compares: 'presence',
    isSorted: false,
    isRequired: false,
    isSearched: false,
    width: 2,
  },
};

/** What kind of codes stand in a field: it says so itself, or is a text of that name, which also keeps what is no code. */
export function codesIn(field: FieldDefinition): 'country' | 'language' | null {
  for (const kind of ['country', 'language'] as const)
    if (field.type === kind || (field.type === 'text' && field.name === kind)) return kind;
  return null;
}
