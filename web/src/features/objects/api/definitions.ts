import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get, send, type Answer } from '@/lib/api/client.ts';
import type {
  ChoiceDefinition,
  CompositeDefinition,
  CompositeType,
  DefinitionUsage,
  FieldDefinition,
  FieldType,
  FormulaChecked,
  Label,
  ObjectDefinition,
  Rollup,
  TypePreview,
} from '@/lib/api/types.ts';
import type { PartName } from '@/lib/records/composites.ts';
import { showToast } from '@/lib/toasts.ts';
import { useLabel } from '@/lib/use_format.ts';
import { useUndo } from '@/lib/use_undo.ts';

/** One object with the fields that are out of use. */
export function definitionQuery(name: string) {
  return queryOptions({
    queryKey: ['objects', 'one', name],
    queryFn: ({ signal }) => get<ObjectDefinition>(`/objects/${name}`, {}, signal),
  });
}

export const retiredQuery = queryOptions({
  queryKey: ['objects', 'retired'],
  queryFn: ({ signal }) => get<{ data: ObjectDefinition[] }>('/objects', { retired: 'true' }, signal),
  select: answer => answer.data,
});

/** A field or a composite of an object, as it stands in addresses; nothing is the object itself. */
export type Within = `fields/${string}` | `composites/${string}` | undefined;

export function usageOf(object: string, within: Within): Promise<DefinitionUsage> {
  return get<DefinitionUsage>(`/objects/${object}${within ? `/${within}` : ''}/usage`);
}

/** What a change of type is asked for. */
export interface TypeDraft {
  type: FieldType;
  scale?: number;
  currency?: string;
  is_lossy?: boolean;
}

/** What would become of a field's values; of nothing while no type is chosen. */
export function typePreviewQuery(object: string, field: string, body: TypeDraft | null) {
  return queryOptions({
    queryKey: ['objects', 'type_preview', object, field, body],
    queryFn: async ({ signal }) =>
      (
        await send<TypePreview>('POST', `/objects/${object}/fields/${field}/type-preview`, {
          body,
          signal,
        })
      ).data,
    enabled: !!body,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

/** Whether a formula is right for an object, and what it comes to. */
export function checkFormula(
  object: string,
  body: { text: string; field?: string | undefined; at?: number; type?: FieldType; scale?: number },
  signal: AbortSignal,
) {
  return send<FormulaChecked>('POST', `/objects/${object}/formulas/check`, { body, signal }).then(
    answer => answer.data,
  );
}

/** Of a field that is not a formula, null, nothing is asked. */
export function formulaQuery(
  object: string,
  field: string | undefined,
  text: string | null,
  as: { type: FieldType; scale: number },
) {
  return queryOptions({
    queryKey: ['formula', object, field, text, as],
    queryFn: ({ signal }) => checkFormula(object, { text: text ?? '', field, ...as }, signal),
    enabled: !!text?.trim(),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** What a form says of a field; a choice without a value is a new one. */
export interface FieldDraft {
  label: Label;
  type?: FieldType;
  object?: string;
  scale?: number;
  formula?: string;
  rollup?: Rollup;
  choices?: (Omit<ChoiceDefinition, 'value'> & { value?: string })[];
  /** Of an open field: the values of those that are taken out; what is not named stays. */
  remove_choices?: string[];
  is_open?: boolean;
  is_required: boolean;
  is_sortable: boolean;
  is_searchable: boolean;
  is_personal: boolean;
}

/** What a form says of a new composite. */
export interface CompositeDraft {
  label: Label;
  type: CompositeType;
  parts: PartName[];
  is_personal: boolean;
}

/** Changes of definitions: in use at once everywhere, each offered for undoing. */
export function useDefinitionWrites() {
  const client = useQueryClient();
  const { t } = useTranslation();
  const label = useLabel();
  const undo = useUndo();

  const done = async (answer: Answer<ObjectDefinition>, text: string) => {
    client.setQueryData(definitionQuery(answer.data.name).queryKey, answer.data);
    await client.invalidateQueries({ queryKey: ['objects'] });
    void client.invalidateQueries({ queryKey: ['records', answer.data.plural] });
    undo.offer(text, answer.changeSet);
    return answer.data;
  };
  const gone = async (text: string) => {
    await client.invalidateQueries({ queryKey: ['objects'] });
    showToast({ text });
  };
  const nameOf = ({ label: words, name }: FieldDefinition | CompositeDefinition) => label(words, name);
  const objectOf = (object: ObjectDefinition) => label(object.label, object.name);

  return {
    addObject: async (body: { label: Label; label_plural: Label }) => {
      const answer = await send<ObjectDefinition>('POST', '/objects', { body });
      return done(answer, t('schema.object_added', { name: objectOf(answer.data) }));
    },
    changeObject: async (object: ObjectDefinition, body: { label: Label; label_plural: Label }) =>
      done(
        await send<ObjectDefinition>('PATCH', `/objects/${object.name}`, { body }),
        t('schema.object_changed'),
      ),
    retireObject: async (object: ObjectDefinition) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/retire`),
        t('schema.retired', { name: objectOf(object) }),
      ),
    restoreObject: async (object: ObjectDefinition) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/restore`),
        t('schema.restored', { name: objectOf(object) }),
      ),
    deleteObject: async (object: ObjectDefinition) => {
      await send('DELETE', `/objects/${object.name}`);
      await gone(t('schema.deleted', { name: objectOf(object) }));
    },
    addField: async (object: ObjectDefinition, body: FieldDraft) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/fields`, { body }),
        t('schema.field_added', { name: label(body.label) }),
      ),
    changeField: async (object: ObjectDefinition, field: FieldDefinition, body: Partial<FieldDraft>) =>
      done(
        await send<ObjectDefinition>('PATCH', `/objects/${object.name}/fields/${field.name}`, { body }),
        t('schema.field_changed', { name: nameOf(field) }),
      ),
    changeType: async (object: ObjectDefinition, field: FieldDefinition, body: TypeDraft) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/fields/${field.name}/type`, { body }),
        t('schema.field_changed', { name: nameOf(field) }),
      ),
    retireField: async (object: ObjectDefinition, field: FieldDefinition) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/fields/${field.name}/retire`),
        t('schema.retired', { name: nameOf(field) }),
      ),
    restoreField: async (object: ObjectDefinition, field: FieldDefinition) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/fields/${field.name}/restore`),
        t('schema.restored', { name: nameOf(field) }),
      ),
    deleteField: async (object: ObjectDefinition, field: FieldDefinition) => {
      await send('DELETE', `/objects/${object.name}/fields/${field.name}`);
      await gone(t('schema.deleted', { name: nameOf(field) }));
    },
    addComposite: async (object: ObjectDefinition, body: CompositeDraft) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/composites`, { body }),
        t('schema.composite_added', { name: label(body.label) }),
      ),
    renameComposite: async (object: ObjectDefinition, composite: CompositeDefinition, words: Label) =>
      done(
        await send<ObjectDefinition>('PATCH', `/objects/${object.name}/composites/${composite.name}`, {
          body: { label: words },
        }),
        t('schema.composite_changed', { name: label(words, composite.name) }),
      ),
    retireComposite: async (object: ObjectDefinition, composite: CompositeDefinition) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/composites/${composite.name}/retire`),
        t('schema.retired', { name: nameOf(composite) }),
      ),
    restoreComposite: async (object: ObjectDefinition, composite: CompositeDefinition) =>
      done(
        await send<ObjectDefinition>('POST', `/objects/${object.name}/composites/${composite.name}/restore`),
        t('schema.restored', { name: nameOf(composite) }),
      ),
    deleteComposite: async (object: ObjectDefinition, composite: CompositeDefinition) => {
      await send('DELETE', `/objects/${object.name}/composites/${composite.name}`);
      await gone(t('schema.deleted', { name: nameOf(composite) }));
    },
    orderFields: async (object: ObjectDefinition, names: string[]) => {
      const { data } = await send<ObjectDefinition>('PUT', `/objects/${object.name}/order`, {
        body: { fields: names },
      });
      client.setQueryData(definitionQuery(data.name).queryKey, data);
      await client.invalidateQueries({ queryKey: ['objects'] });
    },
  };
}
