/**
 * What each type of field is to the screens: one row a type. A new type has its row here and its words in `schema.type` and
 * `schema.type_hint` of the locales; everything else asks this table.
 */
import type { FieldDefinition, FieldType, FieldValue, Label, Money, Ref } from '../api/types.ts';
import type { Formatters } from '../format.ts';

export interface Speaker {
  format: Formatters;
  label: (label: Label | undefined, otherwise?: string) => string;
  yes: string;
  no: string;
}

export interface TypeFacts {
  /** What it is edited with. */
  input: 'line' | 'lines' | 'one_of' | 'some_of' | 'amount' | 'user' | 'record';
  /** Of a line: the type of the browser's own input. */
  inputType?: 'email' | 'tel' | 'url' | 'date' | 'time' | 'number';
  /** Which comparisons a filter offers. */
  compares:
    'text' | 'size' | 'day' | 'order' | 'choice' | 'several' | 'equality' | 'flag' | 'user' | 'record';
  isSorted: boolean;
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

export function isRef(value: FieldValue): value is Ref {
  return typeof value === 'object' && value !== null && 'id' in value;
}
export function isMoney(value: FieldValue): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value;
}

const line: TypeFacts = {
  input: 'line',
  compares: 'text',
  isSorted: true,
  isSearched: true,
  hasChoices: false,
  width: 1.6,
  problem: () => null,
  value: text => text.trim(),
  text: value => (isRef(value) ? value.name : String(value)),
  said: value => (isRef(value) ? value.name || value.id : String(value)),
};
const fits = (pattern: RegExp, code: string) => (text: string) => (pattern.test(text.trim()) ? null : code);

/** A number as somebody types it: `1 234,50` is `1234.50`. */
export function plainNumber(text: string): string {
  const bare = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
  return bare.includes('.') ? bare : bare.replace(',', '.');
}
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
function saidAmount(value: NonNullable<FieldValue>, { format }: Speaker): string {
  if (isMoney(value)) return format.money(value);
  const { amount, currency } = partsOfAmount(String(value));
  return /^[A-Z]{3}$/.test(currency)
    ? format.number(Number(amount), { style: 'currency', currency })
    : String(value);
}

const choiceLabel = (value: unknown, field: FieldDefinition, { label }: Speaker) =>
  label(field.choices?.find(choice => choice.value === value)?.label, String(value));

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
  input: 'one_of',
  compares: 'choice',
  isSearched: false,
  hasChoices: true,
  said: choiceLabel,
};

export const types: Record<FieldType, TypeFacts> = {
  text: {
    ...line,
    width: 2,
    // A place may be kept as the text that its sender wrote; where that is a code, it is read out.
    said: (value, field, { format }) => {
      if (codesIn(field) === 'country' && /^[A-Z]{2}$/.test(String(value)))
        return format.country(String(value));
      if (codesIn(field) === 'language' && /^[a-z]{2}$/.test(String(value)))
        return format.languageName(String(value));
      return String(value);
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
    said: (value, _, { format }) => (typeof value === 'number' ? format.number(value) : String(value)),
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
    said: (value, { scale = 0 }, { format }) =>
      format.number(Number(value), { minimumFractionDigits: scale, maximumFractionDigits: scale }),
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
    said: (value, _, speaker) => saidAmount(value, speaker),
  },
  boolean: {
    ...line,
    input: 'one_of',
    compares: 'flag',
    isSearched: false,
    value: text => text === 'true',
    said: (value, _, { yes, no }) => (value === true ? yes : no),
  },
  date: {
    ...line,
    inputType: 'date',
    compares: 'day',
    isSearched: false,
    problem: text =>
      /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? null : 'not_a_date',
    said: (value, _, { format }) => format.calendarDate(String(value)),
  },
  partial_date: {
    ...line,
    compares: 'order',
    isSearched: false,
    problem: fits(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'not_a_date'),
    said: (value, _, { format }) => format.calendarDate(String(value)),
  },
  time: {
    ...line,
    inputType: 'time',
    compares: 'order',
    isSearched: false,
    problem: fits(/^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'not_a_time'),
    said: (value, _, { format }) => format.timeOfDay(String(value)),
  },
  instant: {
    ...line,
    compares: 'day',
    isSearched: false,
    said: (value, _, { format }) => format.dateTime(String(value)),
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
      (Array.isArray(value) ? value : [value]).map(each => choiceLabel(each, field, speaker)).join(', '),
  },
  country: {
    ...line,
    input: 'one_of',
    compares: 'equality',
    said: (value, _, { format }) => format.country(String(value)),
  },
  language: {
    ...line,
    input: 'one_of',
    compares: 'equality',
    said: (value, _, { format }) => format.languageName(String(value)),
  },
  email: {
    ...line,
    inputType: 'email',
    width: 2.6,
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
};

/** What kind of codes stand in a field: it says so itself, or is a text of that name, which also keeps what is no code. */
export function codesIn(field: FieldDefinition): 'country' | 'language' | null {
  for (const kind of ['country', 'language'] as const)
    if (field.type === kind || (field.type === 'text' && field.name === kind)) return kind;
  return null;
}
