/**
 * Choices that do not exist yet: while an open field is edited they stand among the others with a mark before their words, and are
 * made when the edit is saved, so that nothing is left behind by an edit that was given up.
 */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiProblem, send } from '../api/client.ts';
import type { ChoiceDefinition, FieldDefinition, FieldValue } from '../api/types.ts';
import { objectsQuery } from './queries.ts';
import { newChoiceMark, types } from './types.ts';

export interface Offered {
  value: string;
  text: string;
  color?: string;
}

/** Shows a choice everywhere before the definitions are read again. */
function keepChoice(client: QueryClient, object: string, field: string, choice: ChoiceDefinition) {
  const withChoice = (each: FieldDefinition): FieldDefinition =>
    each.name !== field || each.choices?.some(known => known.value === choice.value)
      ? each
      : { ...each, choices: [...(each.choices ?? []), choice] };
  client.setQueryData(
    objectsQuery.queryKey,
    answer =>
      answer && {
        ...answer,
        data: answer.data.map(each =>
          each.name === object ? { ...each, fields: each.fields.map(withChoice) } : each,
        ),
      },
  );
}

/** A refusal of the words of a choice, told of the field that they were written into. */
function ofField(error: unknown, field: string): unknown {
  if (!(error instanceof ApiProblem) || !error.fields.length) return error;
  const faults = error.fields.map(fault => ({
    ...fault,
    field,
    code: fault.code === 'too_long' ? 'choice_too_long' : fault.code,
  }));
  return new ApiProblem(error.status, error.code, error.message, error.requestId, faults);
}

const isNew = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith(newChoiceMark);

/** Makes the choices that a value names by their words only: the value with them. What it names by value is left as it is. */
export async function withChoicesMade(
  client: QueryClient,
  language: string,
  object: string,
  field: string,
  value: FieldValue,
): Promise<FieldValue> {
  const made = async (each: string) => {
    if (!isNew(each)) return each;
    try {
      const { data } = await send<ChoiceDefinition>('POST', `/objects/${object}/fields/${field}/choices`, {
        body: { label: { [language]: each.slice(1) } },
      });
      const { value: name, label, color } = data;
      keepChoice(client, object, field, { value: name, label, color });
      return name;
    } catch (error) {
      throw ofField(error, field);
    }
  };
  if (isNew(value)) return made(value);
  if (!Array.isArray(value) || !value.some(isNew)) return value;
  const whole: string[] = [];
  for (const each of value) {
    const one = await made(each);
    if (!whole.includes(one)) whole.push(one);
  }
  return whole;
}

/**
 * Writes a value. Where the server knows some of several choices no more, which were taken out of the field, the others are written,
 * and `onDropped` is told of those.
 */
export async function writeKnown<T>(
  client: QueryClient,
  object: string,
  field: string,
  value: FieldValue,
  write: (value: FieldValue) => Promise<T>,
  onDropped: (dropped: string[]) => void,
): Promise<T> {
  try {
    return await write(value);
  } catch (error) {
    const isUnknown =
      error instanceof ApiProblem &&
      error.fields.some(fault => fault.field === field && fault.code === 'not_a_choice');
    if (!isUnknown || !Array.isArray(value)) throw error;
    const { data } = await client.fetchQuery({ ...objectsQuery, staleTime: 0 });
    const there = data.find(({ name }) => name === object)?.fields.find(({ name }) => name === field);
    const isKnown = (each: string) => !!there?.choices?.some(choice => choice.value === each);
    const dropped = value.filter(each => !isKnown(each));
    if (!there || !dropped.length) throw error;
    const answer = await write(value.filter(isKnown));
    onDropped(dropped);
    return answer;
  }
}

const latest_ms = 5000;

/** Reads the definitions again, unless they were read a moment ago. */
export const readLatest = (client: QueryClient) =>
  client.prefetchQuery({ ...objectsQuery, staleTime: latest_ms });

/** Brings the choices that others have added by the time somebody is asked to choose of an open field. */
export function useLatestChoices({ is_open }: FieldDefinition) {
  const client = useQueryClient();
  useEffect(() => {
    if (is_open) void readLatest(client);
  }, [client, is_open]);
}

const asked = new Set<string>();

/** Reads the definitions again where a record has a choice that somebody else has just added. */
export function useFreshChoices(field: FieldDefinition, value: FieldValue) {
  const client = useQueryClient();
  const values = types[field.type].hasChoices && field.is_open ? [value].flat() : [];
  const missing = values
    .filter(
      each =>
        typeof each === 'string' && !isNew(each) && !field.choices?.some(choice => choice.value === each),
    )
    .join('\n');
  useEffect(() => {
    if (!missing) return;
    const objects = client.getQueryData(objectsQuery.queryKey)?.data;
    const object = objects?.find(({ fields }) => fields.includes(field))?.name;
    const question = [object, field.name, missing].join('\n');
    if (asked.has(question)) return;
    asked.add(question);
    void client.invalidateQueries({ queryKey: objectsQuery.queryKey });
  }, [client, field, missing]);
}
