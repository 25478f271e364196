/** The objects and purposes of the made-up business, as the server would define them. */
import type { FieldDefinition, ObjectDefinition, Purpose } from '../src/lib/api/types.ts';

export const stages = [
  'stranger',
  'prospect',
  'lead',
  'opportunity',
  'customer',
  'advocate',
  'dormant',
  'lost',
];
const stagesLt = [
  'nepažįstamas',
  'potencialus',
  'susidomėjęs',
  'galimybė',
  'klientas',
  'šalininkas',
  'neaktyvus',
  'prarastas',
];
function field(
  name: string,
  type: FieldDefinition['type'],
  en: string,
  lt: string,
  more: Partial<FieldDefinition> = {},
): FieldDefinition {
  return {
    name,
    type,
    label: { en, lt },
    is_required: false,
    is_sortable: true,
    is_filterable: true,
    is_writable: true,
    ...more,
  };
}

export const objects: ObjectDefinition[] = [
  {
    name: 'person',
    plural: 'people',
    label: { en: 'Person', lt: 'Žmogus' },
    label_plural: { en: 'People', lt: 'Žmonės' },
    fields: [
      field('name', 'text', 'Name', 'Vardas ir pavardė', { is_writable: false }),
      field('given_name', 'text', 'Given name', 'Vardas'),
      field('family_name', 'text', 'Family name', 'Pavardė'),
      field('email', 'email', 'E-mail', 'El. paštas'),
      field('phone', 'phone', 'Phone', 'Telefonas'),
      field('birth_date', 'partial_date', 'Birth date', 'Gimimo data'),
      field('sex', 'choice', 'Sex', 'Lytis', {
        choices: [
          { value: 'female', label: { en: 'Female', lt: 'Moteris' } },
          { value: 'male', label: { en: 'Male', lt: 'Vyras' } },
          { value: 'other', label: { en: 'Other', lt: 'Kita' } },
        ],
      }),
      field('language', 'language', 'Language', 'Kalba'),
      field('street', 'text', 'Street', 'Gatvė'),
      field('postal_code', 'text', 'Postal code', 'Pašto kodas'),
      field('city', 'text', 'City', 'Miestas'),
      field('country', 'country', 'Country', 'Šalis'),
      field('stage', 'choice', 'Stage', 'Stadija', {
        choices: stages.map((value, index) => ({
          value,
          label: { en: value[0]!.toUpperCase() + value.slice(1), lt: stagesLt[index]! },
        })),
      }),
      field('heard_from', 'text', 'Heard from', 'Iš kur sužinojo'),
      field('company', 'relation', 'Company', 'Įmonė', { object: 'company' }),
      field('household', 'relation', 'Household', 'Namų ūkis', { object: 'household' }),
      field('is_known', 'boolean', 'Known', 'Žinomas', { is_writable: false }),
      field('first_seen_at', 'instant', 'First seen', 'Pirmą kartą matytas', { is_writable: false }),
      field('last_seen_at', 'instant', 'Last seen', 'Paskutinį kartą matytas', { is_writable: false }),
      field('notes', 'long_text', 'Notes', 'Pastabos', { is_sortable: false }),
    ],
  },
  {
    name: 'company',
    plural: 'companies',
    label: { en: 'Company', lt: 'Įmonė' },
    label_plural: { en: 'Companies', lt: 'Įmonės' },
    fields: [
      field('name', 'text', 'Name', 'Pavadinimas', { is_required: true }),
      field('domain', 'text', 'Domain', 'Domenas'),
      field('industry', 'text', 'Industry', 'Veikla'),
      field('country', 'country', 'Country', 'Šalis'),
      field('city', 'text', 'City', 'Miestas'),
      field('phone', 'phone', 'Phone', 'Telefonas'),
      field('website', 'url', 'Website', 'Svetainė'),
      field('notes', 'long_text', 'Notes', 'Pastabos', { is_sortable: false }),
    ],
  },
  {
    name: 'household',
    plural: 'households',
    label: { en: 'Household', lt: 'Namų ūkis' },
    label_plural: { en: 'Households', lt: 'Namų ūkiai' },
    fields: [
      field('name', 'text', 'Name', 'Pavadinimas', { is_required: true }),
      field('street', 'text', 'Street', 'Gatvė'),
      field('postal_code', 'text', 'Postal code', 'Pašto kodas'),
      field('city', 'text', 'City', 'Miestas'),
      field('country', 'country', 'Country', 'Šalis'),
    ],
  },
];

export const purposes: Purpose[] = [
  {
    name: 'service',
    label: { en: 'Service messages', lt: 'Aptarnavimo pranešimai' },
    description: { en: 'About orders and repairs', lt: 'Apie užsakymus ir remontą' },
    legal_basis: 'contract',
  },
  {
    name: 'email_marketing',
    label: { en: 'Offers by e-mail', lt: 'Pasiūlymai el. paštu' },
    description: { en: 'Offers and news', lt: 'Pasiūlymai ir naujienos' },
    legal_basis: 'consent',
  },
  {
    name: 'phone_marketing',
    label: { en: 'Offers by phone', lt: 'Pasiūlymai telefonu' },
    description: { en: 'Offers by phone', lt: 'Pasiūlymai telefonu' },
    legal_basis: 'consent',
  },
  {
    name: 'profiling',
    label: { en: 'Profiling', lt: 'Profiliavimas' },
    description: { en: 'Offers made for you', lt: 'Jums pritaikyti pasiūlymai' },
    legal_basis: 'consent',
  },
  {
    name: 'partner_sharing',
    label: { en: 'Sharing with partners', lt: 'Dalijimasis su partneriais' },
    description: { en: 'With named partners', lt: 'Su nurodytais partneriais' },
    legal_basis: 'consent',
  },
];
