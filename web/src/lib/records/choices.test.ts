import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ObjectDefinition } from '../api/types.ts';
import { offeredFor, withChoicesMade } from './choices.ts';
import { objectsQuery } from './queries.ts';
import { newChoiceMark } from './types.ts';

const choices = [
  { value: 'fair', text: 'Trade fair' },
  { value: 'vip', text: 'VIP' },
  { value: 'zalgiris', text: 'Žalgiris' },
];
const fresh = (words: string) => newChoiceMark + words;

describe('choices that are offered', () => {
  it('are all that are not chosen where nothing is typed', () => {
    expect(offeredFor('', choices, ['vip'])).toEqual({ list: [choices[0], choices[2]], added: null });
  });
  it('are found without case and accents, those that begin so first', () => {
    expect(offeredFor('zalg', choices, []).list).toEqual([choices[2]]);
    expect(offeredFor('i', choices, []).list.map(({ value }) => value)).toEqual(['fair', 'vip', 'zalgiris']);
    expect(offeredFor('v', choices, []).list.map(({ value }) => value)).toEqual(['vip']);
  });
  it('are added where the words are new, once', () => {
    expect(offeredFor('  Old   friend ', choices, []).added).toBe('Old friend');
    expect(offeredFor('žalgiris', choices, []).added).toBeNull();
    expect(offeredFor('ŽALGIRIS', choices, ['zalgiris'])).toEqual({ list: [], added: null });
    expect(offeredFor('old FRIEND', choices, [fresh('Old friend')]).added).toBeNull();
  });
});

describe('choices that are not there yet', () => {
  afterEach(() => vi.unstubAllGlobals());
  const field = { name: 'tags', type: 'multi_choice', label: {}, choices: [] };
  const object = { name: 'company', plural: 'companies', fields: [field] } as unknown as ObjectDefinition;

  it('are made when the edit is saved, and shown by their words at once', async () => {
    const client = new QueryClient();
    client.setQueryData(objectsQuery.queryKey, { data: [object] });
    const asked: unknown[] = [];
    vi.stubGlobal('fetch', (address: string, { body }: { body: string }) => {
      asked.push([address, JSON.parse(body)]);
      const label = (JSON.parse(body) as { label: object }).label;
      const answer = { value: 'old', label, color: 'blue', is_new: true };
      return Promise.resolve(
        new Response(JSON.stringify(answer), {
          headers: { 'Content-Type': 'application/json', 'Kith-Change-Set': 'a set' },
        }),
      );
    });
    const made = await withChoicesMade(client, 'lt', object, 'tags', ['vip', fresh('Old'), 'old']);
    expect(made).toEqual({ value: ['vip', 'old'], changeSets: ['a set'] });
    expect(asked).toEqual([
      [expect.stringContaining('/objects/company/fields/tags/choices'), { label: { lt: 'Old' } }],
    ]);
    const known = client.getQueryData(objectsQuery.queryKey)?.data[0]?.fields[0]?.choices;
    expect(known).toEqual([{ value: 'old', label: { lt: 'Old' }, color: 'blue' }]);
  });
  it('are made again where they were taken out since', async () => {
    const asked: unknown[] = [];
    vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
      asked.push(JSON.parse(body));
      const answer = { value: 'old', label: { en: 'old' }, is_new: true };
      return Promise.resolve(
        new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } }),
      );
    });
    const open = { ...object, fields: [{ ...field, is_open: true }] } as unknown as ObjectDefinition;
    const made = await withChoicesMade(new QueryClient(), 'en', open, 'tags', ['old']);
    expect(made.value).toEqual(['old']);
    expect(asked).toEqual([{ label: { en: 'old' } }]);
  });
  it('are not asked for where all are there', async () => {
    const client = new QueryClient();
    expect(await withChoicesMade(client, 'en', object, 'tags', ['vip'])).toEqual({
      value: ['vip'],
      changeSets: [],
    });
    expect(await withChoicesMade(client, 'en', object, 'tags', null)).toEqual({
      value: null,
      changeSets: [],
    });
  });
});
