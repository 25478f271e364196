import { expect, test } from 'vitest';
import type { Consents, Identity } from '@/lib/api/types.ts';
import { meansOf } from './means.ts';

const point = (kind: string, value: string, state = 'unverified', is_preferred = false) => ({
  kind,
  value,
  state,
  is_preferred,
  learned_at: '2026-01-01T00:00:00Z',
});
const identity = (...contact_points: Identity['contact_points']): Identity => ({
  keys: [],
  contact_points,
  joined: [],
  reviews: [],
});
const consents = (...allowed: string[]): Consents => ({
  purposes: ['service', 'email_marketing', 'sms_marketing', 'profiling'].map(name => ({
    purpose: { name, label: {}, description: {}, legal_basis: 'consent' },
    state: 'unknown',
    is_allowed: allowed.includes(name),
    since: null,
    evidence: null,
  })),
  ledger: [],
});
const told = (...given: Parameters<typeof meansOf>) =>
  meansOf(...given).map(
    each => `${each.kind} ${each.value}: ${each.purposes.map(({ name }) => name).join(', ')}`,
  );

test('each means says what it may be used for', () => {
  const both = identity(point('email', 'a@b.lt'), point('phone', '+370'));
  expect(told(both, consents('service', 'email_marketing', 'profiling'))).toEqual([
    'email a@b.lt: service, email_marketing',
    'phone +370: service',
  ]);
  expect(told(both, consents())).toEqual(['email a@b.lt: ', 'phone +370: ']);
});

test('the preferred address is used, else one that mail reaches', () => {
  const two = identity(point('email', 'old@b.lt', 'bounced'), point('email', 'new@b.lt'));
  expect(meansOf(two, consents())[0]?.value).toBe('new@b.lt');
  const preferred = identity(point('email', 'a@b.lt'), point('email', 'c@b.lt', 'unverified', true));
  expect(meansOf(preferred, consents())[0]?.value).toBe('c@b.lt');
  expect(meansOf(identity(point('email', 'old@b.lt', 'bounced')), consents())[0]?.isBounced).toBe(true);
  expect(meansOf(identity(), consents())).toEqual([]);
});
