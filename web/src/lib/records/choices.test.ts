import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/client.ts';
import type { FieldValue, ObjectDefinition } from '../api/types.ts';
import { readLatest, withChoicesMade, writeKnown } from './choices.ts';
import { meantBy, meantByAll, rowsFor, separators } from './offered_choices.ts';
import { objectsQuery } from './queries.ts';
import { newChoiceMark } from './types.ts';

const choices = [
  { value: 'party', text: 'Party' },
  { value: 'art_fair', text: 'Art fair' },
  { value: 'vip', text: 'VIP' },
  { value: 'zalgiris', text: 'Žalgiris' },
];
const fresh = (words: string) => newChoiceMark + words;
const added = (words: string) => ({ value: fresh(words), text: words, isNew: true });
const valuesFor = (words: string, chosen: string[] = []) =>
  rowsFor(words, choices, chosen).map(({ value }) => value);

describe('words in an open field', () => {
  it('mean the choice of just these words, whatever case, accents and white space', () => {
    expect(meantBy('vip', choices, [])).toBe(choices[2]);
    expect(meantBy(' \u200bzalgiris\u00a0', choices, [])).toBe(choices[3]);
    expect(meantBy('ART\u00a0\u00a0Fair', choices, [])).toBe(choices[1]);
  });
  it('mean a new choice where they are only a part of one', () => {
    expect(meantBy('art', choices, [])).toEqual(added('art'));
    expect(meantBy('vi', choices, [])).toEqual(added('vi'));
    expect(meantBy('  Old \u00a0 friend ', choices, [])).toEqual(added('Old friend'));
  });
  it('mean nothing where there are none', () => {
    for (const words of ['', '   ', '\u00a0', '\u200b\ufeff']) expect(meantBy(words, choices, [])).toBeNull();
  });
  it('mean the new choice that stands there already', () => {
    expect(meantBy('old FRIEND', choices, [fresh('Old friend')])?.value).toBe(fresh('Old friend'));
  });
  it('are parted wherever they come from, each meant once', () => {
    const meant = (words: string) => meantByAll(words.split(separators), choices, []);
    expect(meant('vip, Anna;anna | VIP\n\tBerta,')).toEqual([choices[2], added('Anna'), added('Berta')]);
    expect(meant(' , ;')).toEqual([]);
  });
});

describe('the rows under the box', () => {
  it('are all that are not chosen where nothing is typed', () => {
    expect(valuesFor('', ['vip'])).toEqual(['party', 'art_fair', 'zalgiris']);
  });
  it('begin with what is meant, then come those that begin so, then those that contain it', () => {
    expect(valuesFor('art')).toEqual([fresh('art'), 'art_fair', 'party']);
    expect(valuesFor('party')).toEqual(['party']);
    expect(valuesFor('ZALG')).toEqual([fresh('ZALG'), 'zalgiris']);
  });
  it('offer nothing that is chosen already', () => {
    expect(valuesFor('vip', ['vip'])).toEqual([]);
    expect(valuesFor('old friend', [fresh('Old friend')])).toEqual([]);
  });
});

const field = { name: 'tags', type: 'multi_choice', label: {}, choices: [], is_open: true };
const company = { name: 'company', plural: 'companies', fields: [field] } as unknown as ObjectDefinition;
const answer = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
afterEach(() => vi.unstubAllGlobals());

describe('choices that are not there yet', () => {
  const asked: unknown[] = [];
  const serve = (answers: (label: Record<string, string>) => Response) => {
    asked.length = 0;
    vi.stubGlobal('fetch', (address: string, { body }: { body: string }) => {
      const { label } = JSON.parse(body) as { label: Record<string, string> };
      asked.push([address, label]);
      return Promise.resolve(answers(label));
    });
  };

  it('are made when the edit is saved, and shown by their words at once', async () => {
    const client = new QueryClient();
    client.setQueryData(objectsQuery.queryKey, { data: [company] });
    serve(label => answer({ value: 'old', label, color: 'blue', is_new: true }));
    const made = await withChoicesMade(client, 'lt', 'company', 'tags', ['vip', fresh('Old'), 'old']);
    expect(made).toEqual(['vip', 'old']);
    expect(asked).toEqual([[expect.stringContaining('/objects/company/fields/tags/choices'), { lt: 'Old' }]]);
    const known = client.getQueryData(objectsQuery.queryKey)?.data[0]?.fields[0]?.choices;
    expect(known).toEqual([{ value: 'old', label: { lt: 'Old' }, color: 'blue' }]);
  });
  it('are never made of a value that the field does not have: it stays as it is', async () => {
    serve(() => answer({}, 500));
    const client = new QueryClient();
    client.setQueryData(objectsQuery.queryKey, { data: [company] });
    const write = (value: FieldValue) => withChoicesMade(client, 'en', 'company', 'tags', value);
    expect(await write(['orphan'])).toEqual(['orphan']);
    expect(await write('orphan')).toBe('orphan');
    expect(await write(null)).toBeNull();
    expect(asked).toEqual([]);
  });
  it('are told of their field where they are refused', async () => {
    serve(() =>
      answer({ code: 'invalid', errors: [{ field: 'label', code: 'too_long', message: '' }] }, 422),
    );
    const made = withChoicesMade(new QueryClient(), 'en', 'company', 'tags', [fresh('x'.repeat(99))]);
    await expect(made).rejects.toMatchObject({
      status: 422,
      fields: [{ field: 'tags', code: 'choice_too_long' }],
    });
    serve(() => answer({ errors: [{ field: 'label', code: 'too_many_choices', message: '' }] }, 422));
    await expect(
      withChoicesMade(new QueryClient(), 'en', 'company', 'tags', [fresh('x')]),
    ).rejects.toMatchObject({ fields: [{ field: 'tags', code: 'too_many_choices' }] });
  });
});

describe('choices that the field has no more', () => {
  const refusal = (code = 'not_a_choice') =>
    new ApiProblem(422, 'invalid', '', null, [{ field: 'tags', code, message: '' }]);
  const known = [{ value: 'vip', label: {} }];
  const serve = () =>
    vi.stubGlobal('fetch', () =>
      Promise.resolve(answer({ data: [{ ...company, fields: [{ ...field, choices: known }] }] })),
    );
  const save = async (value: FieldValue, refuse: (value: FieldValue) => ApiProblem | null) => {
    const written: FieldValue[] = [];
    const dropped: string[] = [];
    const write = (each: FieldValue) => {
      written.push(each);
      const error = refuse(each);
      return error ? Promise.reject(error) : Promise.resolve('saved');
    };
    const outcome = await writeKnown(new QueryClient(), 'company', 'tags', value, write, gone =>
      dropped.push(...gone),
    ).catch((error: unknown) => error);
    return { outcome, written, dropped };
  };

  it('are written as they are where the server takes them', async () => {
    const { outcome, written, dropped } = await save(['orphan', 'vip'], () => null);
    expect([outcome, written, dropped]).toEqual(['saved', [['orphan', 'vip']], []]);
  });
  it('are dropped and told of where it does not', async () => {
    serve();
    const refuse = (value: FieldValue) => (JSON.stringify(value).includes('orphan') ? refusal() : null);
    const { outcome, written, dropped } = await save(['orphan', 'vip'], refuse);
    expect([outcome, written, dropped]).toEqual(['saved', [['orphan', 'vip'], ['vip']], ['orphan']]);
  });
  it('leave any other refusal as it is', async () => {
    serve();
    const late = refusal('required');
    expect(await save(['orphan'], () => late)).toMatchObject({ outcome: late, dropped: [] });
    const same = refusal();
    expect(await save(['vip'], () => same)).toMatchObject({ outcome: same, written: [['vip']] });
    expect(await save('orphan', () => same)).toMatchObject({ outcome: same, written: ['orphan'] });
  });
});

describe('choices that others add', () => {
  it('are asked for when a box is opened, not more often than every few seconds', async () => {
    vi.useFakeTimers();
    const ask = vi.fn(() => Promise.resolve(answer({ data: [company] })));
    vi.stubGlobal('fetch', ask);
    const client = new QueryClient();
    await readLatest(client);
    await readLatest(client);
    expect(ask).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 6000);
    await readLatest(client);
    expect(ask).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
