/** An address as its country writes it: which parts share a line, and in which order. */
import { countryCodes } from '../codes.ts';
import { offeredLanguages } from '../i18n.ts';

export type AddressPart = 'street' | 'postal_code' | 'city' | 'region' | 'country';
type Lines = readonly (readonly AddressPart[])[];

const usual: Lines = [['street'], ['postal_code', 'city'], ['region'], ['country']];
const codeBesideCity: Lines = [['street'], ['city', 'region', 'postal_code'], ['country']];
const codeBelow: Lines = [['street'], ['city'], ['region'], ['postal_code'], ['country']];
const unusual: Record<string, Lines> = {
  US: codeBesideCity,
  CA: codeBesideCity,
  AU: codeBesideCity,
  GB: codeBelow,
  IE: codeBelow,
};
/** What people write for a country besides its name and its code. */
const otherNames: Record<string, string> = { usa: 'US', uk: 'GB' };

const nameIn = (language: string, code: string) =>
  new Intl.DisplayNames(language, { type: 'region' }).of(code);
let named: Map<string, string> | undefined;
/** The countries of the table by their names in every language of Kith. */
function codeOfName(name: string): string | undefined {
  named ??= new Map([
    ...Object.entries(otherNames),
    ...Object.keys(unusual).flatMap(code =>
      offeredLanguages.map(language => [nameIn(language, code)!.toLowerCase(), code] as const),
    ),
  ]);
  return named.get(name.toLowerCase());
}

function codeOf(country: string): string | undefined {
  const code = country.toUpperCase();
  return countryCodes.includes(code) ? code : codeOfName(country);
}

/** A line for each that has something in it; a country given as its code is called by its name in `language`. */
export function addressLines(parts: Partial<Record<AddressPart, string>>, language: string): string[] {
  const country = parts.country?.trim() ?? '';
  const code = codeOf(country);
  const isCode = code === country.toUpperCase();
  const said = { ...parts, country: code && isCode ? nameIn(language, code) : country };
  return ((code && unusual[code]) || usual)
    .map(line => line.map(part => said[part]?.trim()).filter(Boolean))
    .filter(line => line.length > 0)
    .map(line => line.join(' '));
}
