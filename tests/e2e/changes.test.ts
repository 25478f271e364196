import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, startSetUpKith } from './support.ts';

const many = 600;
let kith: Kith, browser: Browser, page: Page, complaints: string[];
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  for (let from = 0; from < many; from += 300)
    await kith.api('POST', '/companies/bulk-create', {
      records: Array.from({ length: 300 }, (_, i) => ({ name: `Company ${from + i}`, city: 'Kaunas' })),
    });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const body = () => page.locator('main');
/** Companies, by a bulk edit; its change set. */
const changed = async (choice: object) => {
  const { id } = await kith.api<{ id: string }>('POST', '/companies/bulk-edit', choice);
  const edit = () => kith.api<{ state: string; change_set: string }>('GET', `/bulk-edits/${id}`);
  await expect.poll(async () => (await edit()).state, { timeout: 60_000 }).toBe('done');
  return (await edit()).change_set;
};

describe('what was done together', () => {
  it('is told before it is taken back, with what stays and why', async () => {
    const company = await kith.api<{ id: string }>('POST', '/companies', { name: 'Linden', city: 'Kaunas' });
    await changed({ ids: [company.id], values: { city: 'Vilnius' } });
    await changed({ ids: [company.id], values: { city: 'Alytus' } });
    await page.goto(`${kith.origin}/companies/${company.id}`);
    await page.getByRole('button', { name: 'History' }).click();
    const history = page.getByRole('dialog', { name: 'History' });
    await history.getByRole('link', { name: 'What changed' }).last().click();
    await page.waitForURL('**/change-sets/*');
    await page.getByRole('heading', { name: 'What it touched' }).waitFor();
    await body().getByText('Nothing of it can go back any more.').waitFor();
    await body().getByText('Changed again since').click();
    await body().getByRole('link', { name: 'Linden' }).first().waitFor();
    expect(await body().getByRole('button', { name: 'Take back' }).count()).toBe(0);
  });

  it('goes back in the background where it is large, and the report stays', async () => {
    const change_set = await changed({
      is_all: true,
      filter: 'city = "Kaunas"',
      values: { city: 'Vilnius' },
    });
    await page.goto(`${kith.origin}/change-sets/${change_set}`);
    await page.getByRole('heading', { name: 'Bulk edit' }).waitFor();
    await body().getByText('600 fields become what they were').waitFor();
    await page.getByRole('button', { name: 'Take back' }).focus();
    await page.keyboard.press('Enter');
    await body().getByText('600 changes went back.').waitFor({ timeout: 60_000 });
    await body().getByText('taken back', { exact: true }).waitFor();
    await body().getByRole('link', { name: 'Show what taking it back changed' }).click();
    await body().getByRole('link', { name: 'Show the change that was taken back' }).waitFor();
    const list = await kith.api<{ total: { count: number } }>(
      'GET',
      '/companies?filter=city%20%3D%20%22Kaunas%22&total=exact',
    );
    expect(list.total.count).toBe(many);
  });

  it('is found again among what one changed, from the settings, by keyboard', async () => {
    await page.goto(`${kith.origin}/settings`);
    await page.getByRole('link', { name: 'What you changed' }).press('Enter');
    const list = page.getByRole('region', { name: 'What you changed' });
    await list.getByRole('heading', { name: 'Today' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const large = list.getByRole('listitem').filter({ hasText: 'and more' }).filter({ hasText: 'Bulk edit' });
    await large.getByText('taken back', { exact: true }).waitFor();
    await large.getByRole('link', { name: 'Bulk edit' }).press('Enter');
    await page.waitForURL('**/change-sets/*');
    await body().getByText('600 changes went back.').waitFor();
  });

  it('that is not there says so', async () => {
    await page.goto(`${kith.origin}/change-sets/01900000-0000-7000-8000-000000000000`);
    await page.getByRole('alert').getByText('It was not found').waitFor();
  });

  it('leave no complaint on the console', () =>
    expect(complaints.filter(text => !text.includes('404'))).toEqual([]));
});
