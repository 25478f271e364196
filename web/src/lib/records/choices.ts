/**
 * Choices that do not exist yet: while an open field is edited they stand among the others with a mark before their words, and are
 * made when the edit is saved, so that nothing is left behind by an edit that was given up.
 */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { send } from '../api/client.ts';
import type { ChoiceDefinition, FieldDefinition, FieldValue, ObjectDefinition } from '../api/types.ts';
import { objectsQuery } from './queries.ts';
import { newChoiceMark, types } from './types.ts';

export const choices_max = 200;

/** Words as they are compared: without case and accents. */
export function folded(words: string): string {
  return words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim().replaceAll(/\s+/g, ' ');
}

export interface Offered {
  value: string;
  text: string;
  color?: string;
}

/** The choices that fit what was typed, those that begin with it first; and the words that a new one would have. */
export function offeredFor(
  typed: string,
  choices: Offered[],
  chosen: string[],
): { list: Offered[]; added: string | null } {
  const wanted = folded(typed);
  const words = typed.trim().replaceAll(/\s+/g, ' ');
  const fitting = choices.filter(choice => folded(choice.text).includes(wanted));
  const begins = (choice: Offered) => (folded(choice.text).startsWith(wanted) ? 0 : 1);
  const isKnown =
    choices.some(choice => folded(choice.text) === wanted) ||
    chosen.some(value => value.startsWith(newChoiceMark) && folded(value.slice(1)) === wanted);
  return {
    list: fitting
      .filter(choice => !chosen.includes(choice.value))
      .sort((left, right) => begins(left) - begins(right)),
    added: wanted && !isKnown ? words : null,
  };
}

type AddedChoice = ChoiceDefinition & { is_new: boolean };

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

/**
 * Makes the choices that a value names and that are not there yet: the value with them, and what to take back with it. So does a
 * value whose choice was taken out since.
 */
export async function withChoicesMade(
  client: QueryClient,
  language: string,
  object: ObjectDefinition,
  field: string,
  value: FieldValue,
): Promise<{ value: FieldValue; changeSets: string[] }> {
  const changeSets: string[] = [];
  const known = object.fields.find(({ name }) => name === field);
  const isMissing = (each: unknown): each is string =>
    typeof each === 'string' &&
    (each.startsWith(newChoiceMark) ||
      (!!known?.is_open && !known.choices?.some(choice => choice.value === each)));
  const made = async (each: string) => {
    if (!isMissing(each)) return each;
    const path = `/objects/${object.name}/fields/${field}/choices`;
    const { data, changeSet } = await send<AddedChoice>('POST', path, {
      body: { label: { [language]: each.startsWith(newChoiceMark) ? each.slice(1) : each } },
    });
    const { is_new, ...choice } = data;
    keepChoice(client, object.name, field, choice);
    if (is_new && changeSet) changeSets.push(changeSet);
    return choice.value;
  };
  if (isMissing(value)) return { value: await made(value), changeSets };
  if (!Array.isArray(value) || !value.some(isMissing)) return { value, changeSets };
  const whole: string[] = [];
  for (const each of value) {
    const one = await made(each);
    if (!whole.includes(one)) whole.push(one);
  }
  return { value: whole, changeSets };
}

const asked = new Set<string>();

/** Reads the definitions again where a record has a choice that somebody else has just added. */
export function useFreshChoices(field: FieldDefinition, value: FieldValue) {
  const client = useQueryClient();
  const values = types[field.type].hasChoices && field.is_open ? [value].flat() : [];
  const missing = values
    .filter(
      each =>
        typeof each === 'string' &&
        !each.startsWith(newChoiceMark) &&
        !field.choices?.some(choice => choice.value === each),
    )
    .join('\n');
  useEffect(() => {
    const question = `${field.name}\n${missing}`;
    if (!missing || asked.has(question)) return;
    asked.add(question);
    void client.invalidateQueries({ queryKey: objectsQuery.queryKey });
  }, [client, field.name, missing]);
}
