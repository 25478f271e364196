import { expect, test } from 'vitest';
import type { Consents, ConsentState, KnownValue } from '@/lib/api/types.ts';
import { decideConsents, decideValues } from './join.ts';

const value = (
  field: string,
  text: string,
  kind: KnownValue['provenance']['kind'],
  at: string,
): KnownValue => ({
  field,
  value: text,
  provenance: { kind, name: 'someone' },
  learned_at: `2026-${at}T00:00:00Z`,
  is_current: true,
});
const consents = (state: ConsentState): Consents => ({
  purposes: [
    {
      purpose: { name: 'profiling', label: {}, description: {}, legal_basis: 'consent' },
      state,
      is_allowed: false,
      since: null,
      evidence: null,
    },
  ],
  ledger: [],
});

test('what staff entered stays, whoever it stands with and however old it is', () => {
  const [decided] = decideValues(
    [value('city', 'Vilnius', 'source', '05-01')],
    [value('city', 'Kaunas', 'staff', '01-01')],
  );
  expect(decided).toMatchObject({ stays: { value: 'Kaunas' }, gives: { value: 'Vilnius' }, why: 'staff' });
});

test('between equals what was learned later stays', () => {
  const [decided] = decideValues(
    [value('city', 'Vilnius', 'source', '05-01')],
    [value('city', 'Kaunas', 'source', '06-01')],
  );
  expect(decided).toMatchObject({ stays: { value: 'Kaunas' }, why: 'newer' });
});

test('what both say is no news, and what only the other says is added', () => {
  const one = [value('city', 'Vilnius', 'source', '05-01')];
  expect(decideValues(one, one)).toEqual([]);
  expect(decideValues(one, [value('phone', '+370', 'source', '05-01')])).toMatchObject([
    { field: 'phone', gives: null, why: 'only' },
  ]);
});

test('a refusal of either stays a refusal', () => {
  const after = (one: ConsentState, other: ConsentState) =>
    decideConsents(consents(one), consents(other))[0]?.after ?? one;
  expect(after('granted', 'withdrawn')).toBe('withdrawn');
  expect(after('withdrawn', 'granted')).toBe('withdrawn');
  expect(after('unknown', 'granted')).toBe('granted');
  expect(after('granted', 'expired')).toBe('granted');
  expect(after('expired', 'granted')).toBe('granted');
  expect(after('granted', 'unknown')).toBe('granted');
});
