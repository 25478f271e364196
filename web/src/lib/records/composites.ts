/**
 * Composites: fields that people take for one thing, such as an address. Every part stays a field; here they are put together for
 * the screens, in the place of the first of them.
 */
import type {
  CompositeDefinition,
  CompositeType,
  FieldDefinition,
  Label,
  ObjectDefinition,
} from '../api/types.ts';
import { addressLines, type AddressPart } from './address_lines.ts';

export type PartName = AddressPart | 'prefix' | 'given_name' | 'middle_name' | 'family_name' | 'suffix';

/** The parts of each type, in the order in which they are written down. */
export const partsOfType: Record<CompositeType, readonly PartName[]> = {
  address: ['street', 'postal_code', 'city', 'region', 'country'],
  person_name: ['prefix', 'given_name', 'middle_name', 'family_name', 'suffix'],
};

/** What stands as one on a page: a field by itself, or a composite with those of its parts that are there. */
export interface Block {
  name: string;
  label: Label;
  fields: FieldDefinition[];
  composite?: CompositeDefinition;
}

type Composed = Pick<ObjectDefinition, 'composites'>;

const partsIn = (composite: CompositeDefinition) =>
  partsOfType[composite.type].flatMap(part => composite.parts[part] ?? []);

/** The composite that a field is a part of. */
export function compositeOf(object: Composed, field: string): CompositeDefinition | undefined {
  return object.composites.find(composite => partsIn(composite).includes(field));
}

/** The fields in their order; the parts of a composite together, where the first of them stands. */
export function blocksOf(object: Composed, fields: FieldDefinition[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const field of fields) {
    const composite = compositeOf(object, field.name);
    const { name, label } = composite ?? field;
    if (blocks.has(name)) continue;
    blocks.set(
      name,
      composite
        ? {
            name,
            label,
            composite,
            fields: partsIn(composite).flatMap(part => fields.find(each => each.name === part) ?? []),
          }
        : { name, label, fields: [field] },
    );
  }
  return [...blocks.values()];
}

/** What a part is called within its composite: “Delivery address: City” is the city there. */
export function shortName(name: string, composite: string | undefined): string {
  const prefix = `${composite}: `;
  return composite && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** The parts as one reads them, a line each. `text` says the value of a field. */
export function linesOf(
  composite: CompositeDefinition,
  fields: FieldDefinition[],
  text: (field: FieldDefinition) => string,
  language: string,
): string[] {
  const said = Object.fromEntries(
    partsOfType[composite.type].map(part => {
      const field = fields.find(each => each.name === composite.parts[part]);
      return [part, field ? text(field) : ''];
    }),
  );
  if (composite.type === 'address') return addressLines(said, language);
  const line = Object.values(said)
    .map(part => part.trim())
    .filter(Boolean)
    .join(' ');
  return line ? [line] : [];
}
