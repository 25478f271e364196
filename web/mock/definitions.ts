/** The objects and purposes of the made-up business: those that the server itself begins with, as it tells them. */
import { readFileSync } from 'node:fs';
import type {
  CompositeDefinition,
  FieldDefinition,
  ObjectDefinition,
  Purpose,
} from '../src/lib/api/types.ts';

type Standard = Omit<ObjectDefinition, 'fields' | 'composites'> & {
  fields: (Pick<FieldDefinition, 'name' | 'type' | 'label'> & Partial<FieldDefinition>)[];
  composites?: Omit<CompositeDefinition, 'is_custom' | 'is_retired'>[];
};
const standard = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../src/${path}.json`, import.meta.url), 'utf8')) as T;

const object = (name: string): ObjectDefinition => {
  const {
    plural,
    label,
    label_plural,
    fields,
    composites = [],
  } = standard<Standard>(`schema/standard/${name}`);
  return {
    name,
    plural,
    label,
    label_plural,
    is_custom: false,
    is_retired: false,
    fields: fields.map(field => ({
      is_required: false,
      is_sortable: false,
      is_filterable: true,
      is_writable: true,
      is_custom: false,
      ...field,
    })),
    composites: composites.map(composite => ({ ...composite, is_custom: false, is_retired: false })),
  };
};

export const objects = ['person', 'company', 'household'].map(object);
export const stages = objects[0]!.fields
  .find(({ name }) => name === 'stage')!
  .choices!.map(({ value }) => value);
export const purposes = standard<Purpose[]>('people/standard/purposes');
