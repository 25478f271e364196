import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Kith, launch, openAs, startSetUpKith } from './support.ts';

let kith: Kith, browser: Browser;
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

interface Made {
  id: string;
  key: { secret: string };
}

it('shows why an event was refused, and stores it once the reason is gone', async () => {
  const source = await kith.api<Made>('POST', '/sources', {
    name: 'Order server',
    kind: 'server',
  });
  const plan = (unplanned: string) =>
    kith.api('PUT', `/sources/${source.id}/plan`, { unplanned, events: [] });
  await plan('block');
  const send = (body: object) =>
    fetch(`${kith.origin}/v1/track`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${source.key.secret}:`)}` },
      body: JSON.stringify(body),
    });
  await send({
    userId: 'customer-7',
    event: 'Order Completed',
    properties: { order_id: 'A-1' },
  });
  await send({ event: 'Whose is this' });

  const { page, complaints } = await openAs(kith, browser);
  await page.goto(kith.origin);
  await page.getByRole('link', { name: '2 events could not be stored' }).click();
  await page.waitForURL('**/sources/dead-letters**');
  await page.getByRole('button', { name: /Whose is this · does not say whose it is/ }).waitFor();
  await page.getByLabel('Reason').selectOption({ label: 'strays from the tracking plan' });
  const letter = page.getByRole('button', {
    name: /Order Completed · strays from the tracking plan/,
  });
  await expect.poll(() => page.locator('button[aria-expanded]').filter({ hasText: '·' }).count()).toBe(1);
  await letter.click();
  await page.getByLabel('What was sent').getByText('"order_id": "A-1"').waitFor();

  // Still refused while the plan is as it was; stored once it allows.
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Refused again: strays from the tracking plan').waitFor();
  await plan('allow');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Stored now').waitFor();
  await page.getByText('stored since').waitFor();
  const { data } = await kith.api<{ data: object[] }>('GET', '/people?filter=is_known%20is%20present');
  expect(data).toHaveLength(1);
  expect(complaints).toEqual([]);
});
