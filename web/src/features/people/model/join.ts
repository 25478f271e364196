import type { Consents, ConsentState, KnownValue } from '@/lib/api/types.ts';

/** Of two different values of a field: which one the joined person will have, and why. */
export interface Decided {
  field: string;
  stays: KnownValue;
  gives: KnownValue | null;
  why: 'staff' | 'newer' | 'only';
}
/** As the server folds them (`people/values.cpp`): staff before senders before what was derived, then the newest. */
const strength: Record<KnownValue['provenance']['kind'], number> = {
  staff: 3,
  import: 2,
  source: 2,
  derived: 1,
};

function prevails(a: KnownValue, b: KnownValue): boolean {
  const difference = strength[a.provenance.kind] - strength[b.provenance.kind];
  return difference ? difference > 0 : a.learned_at >= b.learned_at;
}

const same = (a: KnownValue, b: KnownValue) => JSON.stringify(a.value) === JSON.stringify(b.value);

/** What the values of two people become when they are joined; fields on which both agree are left out. */
export function decideValues(one: KnownValue[], other: KnownValue[]): Decided[] {
  const current = (values: KnownValue[]) =>
    new Map(values.filter(value => value.is_current).map(value => [value.field, value]));
  const left = current(one);
  const right = current(other);
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((field): Decided[] => {
    const a = left.get(field);
    const b = right.get(field);
    if (!a || !b) {
      // What the shown person has alone stays as it is and is no news.
      return b ? [{ field, stays: b, gives: null, why: 'only' }] : [];
    }
    if (same(a, b)) return [];
    const [stays, gives] = prevails(a, b) ? [a, b] : [b, a];
    const isByStaff = strength[stays.provenance.kind] > strength[gives.provenance.kind];
    return [{ field, stays, gives, why: isByStaff ? 'staff' : 'newer' }];
  });
}

/** The states of consent that change by a join: whatever was refused by either stays refused. */
export function decideConsents(
  one: Consents,
  other: Consents,
): { purpose: Consents['purposes'][number]['purpose']; before: ConsentState; after: ConsentState }[] {
  const isRefusal = (state: ConsentState) => state === 'withdrawn' || state === 'objected';
  return one.purposes.flatMap(({ purpose, state: before }) => {
    const theirs = other.purposes.find(entry => entry.purpose.name === purpose.name)?.state ?? 'unknown';
    const after = isRefusal(before) || theirs === 'unknown' || before === theirs ? before : theirs;
    const decided = before === 'granted' && !isRefusal(theirs) ? before : after;
    return decided === before ? [] : [{ purpose, before, after: decided }];
  });
}
