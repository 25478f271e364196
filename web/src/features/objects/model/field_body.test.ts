import { describe, expect, it } from 'vitest';
import type { FieldDefinition } from '@/lib/api/types.ts';
import { bodyOf, draftOf } from './field_body.ts';

const choices = [
  { value: 'vip', label: { en: 'VIP' } },
  { value: 'fair', label: { en: 'Fair' } },
];
const tags = {
  ...{ name: 'tags', type: 'multi_choice', label: { en: 'Tags' }, choices, is_open: true },
  ...{ is_required: false, is_sortable: false, is_searchable: false, is_personal: false },
} as unknown as FieldDefinition;

describe('what is sent of a field', () => {
  it('is only what differs', () => {
    expect(bodyOf(draftOf(tags), null, tags)).toEqual({});
    const label = { en: 'Labels' };
    expect(bodyOf({ ...draftOf(tags), label }, null, tags)).toEqual({ label });
  });
  it('asks nobody for a file', () => {
    const draft = { ...draftOf(null), label: { en: 'Lease' }, is_required: true };
    expect(bodyOf({ ...draft, type: 'text' }, null, null)).toMatchObject({ is_required: true });
    expect(bodyOf({ ...draft, type: 'file' }, null, null)).toMatchObject({ is_required: false });
  });
  it('names the choices that are taken out of an open field, beside those that stay', () => {
    const draft: ReturnType<typeof draftOf> = {
      ...draftOf(tags),
      choices: [choices[1]!, { label: { en: 'New' } }, { label: {} }],
    };
    expect(bodyOf(draft, null, tags)).toEqual({
      choices: [choices[1], { label: { en: 'New' } }],
      remove_choices: ['vip'],
    });
    // The same of one that is closed by the same change: it is open until then.
    expect(bodyOf({ ...draft, is_open: false }, null, tags)).toMatchObject({ remove_choices: ['vip'] });
  });
  it('names none where a field of set choices loses some', () => {
    const closed = { ...tags, is_open: false };
    expect(bodyOf({ ...draftOf(closed), choices: [choices[1]!] }, null, closed)).toEqual({
      choices: [choices[1]],
    });
  });
  it('names none where choices are added or change', () => {
    const draft = { ...draftOf(tags), choices: [...choices, { label: { en: 'New' } }] };
    expect(bodyOf(draft, null, tags)).toEqual({ choices: draft.choices });
  });
});
