import type { RevertPreview } from '@/lib/api/types.ts';

export const named_max = 5;

/** The pages of a preview as one: sums add up, and of what stays the first few keep their names. */
export function whole(pages: RevertPreview[]): RevertPreview | null {
  const [first, ...rest] = pages;
  if (!first) return null;
  return rest.reduce(
    (sum, page) => ({
      ...sum,
      records: sum.records + page.records,
      go: sum.go + page.go,
      come_back: sum.come_back + page.come_back,
      fields: sum.fields + page.fields,
      stays: added(sum.stays, page.stays),
      next: page.next,
    }),
    first,
  );
}

function added(stays: RevertPreview['stays'], more: RevertPreview['stays']): RevertPreview['stays'] {
  const both = new Map(stays.map(each => [each.reason, each]));
  for (const each of more) {
    const known = both.get(each.reason);
    both.set(each.reason, {
      reason: each.reason,
      count: (known?.count ?? 0) + each.count,
      first: [...(known?.first ?? []), ...each.first].slice(0, named_max),
    });
  }
  return [...both.values()].toSorted((a, b) => b.count - a.count);
}

/** Whether anything would go back. */
export function hasEffect(preview: RevertPreview): boolean {
  const { go, come_back, fields, events_retracted, events_brought_back, parted, definitions } = preview;
  return go + come_back + fields + events_retracted + events_brought_back + parted + definitions > 0;
}
