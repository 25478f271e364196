/** One box over everything: by keyboard alone, in either alphabet, no more than a role sees, on the phone too. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type Kith, launch, openAs, phone, administrator, startSetUpKith } from './support.ts';

let kith: Kith, browser: Browser, page: Page, complaints: string[];
let zhanna: { id: string }, company: { id: string };
beforeAll(async () => {
  [kith, browser] = await Promise.all([startSetUpKith(), launch()]);
  zhanna = await kith.api<{ id: string }>('POST', '/people', {
    given_name: 'Жанна',
    family_name: 'Шимкус',
    city: 'Vilnius',
    phone: '+37061234567',
  });
  await kith.api('POST', '/companies', { name: 'Žanna ir Ko' });
  await kith.api('POST', `/people/${zhanna.id}/events`, {
    type: 'Note',
    properties: { text: 'Zhanna wants the blue kettle by Friday.' },
  });
  company = await kith.api<{ id: string }>('POST', '/companies', { name: 'Tamm' });
  const upload = await kith.api<{ id: string }>('POST', `/attachments/on/company/${company.id}`, {
    name: 'Offer 2026.pdf',
    bytes: 5,
  });
  await kith.api('PUT', `/attachments/uploads/${upload.id}/parts/0`, 'hello');
  const people = Array.from({ length: 60 }, (_, index) => ({
    given_name: 'Petras',
    family_name: `Kazlauskas ${index}`,
  }));
  await kith.api('POST', '/people/bulk-create', { records: people });
  ({ page, complaints } = await openAs(kith, browser));
});
afterAll(async () => {
  await browser?.close();
  await kith?.stop();
});

const options = () => page.getByRole('option');
const marked = () => page.locator('mark').allInnerTexts();

describe('the box', () => {
  it('finds records and notes in either alphabet, grouped, and opens them by the keyboard', async () => {
    await page.goto(kith.origin);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.keyboard.press('/');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('zhann');
    await page
      .getByRole('option', { name: /Жанна Шимкус/ })
      .first()
      .waitFor();
    await options().filter({ hasText: 'Žanna ir Ko' }).waitFor();
    await options().filter({ hasText: 'blue kettle' }).waitFor();
    expect(await marked()).toEqual(['Жанн', 'Žann', 'Zhann']);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/people/${zhanna.id}`);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('8 612 34567');
    await options().filter({ hasText: '+37061234567' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox').waitFor({ state: 'detached' });
  });

  it('says so where nothing is found, and stays clean to axe', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('zzzz');
    await page.getByText('Nothing found for “zzzz”').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('finds a file by its name and leads to the record that it hangs on', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('offer pd');
    const file = options().filter({ hasText: 'Offer 2026.pdf' });
    await file.filter({ hasText: 'Company: Tamm' }).waitFor();
    expect(await marked()).toEqual(['Offer', 'pd']);
    await options().filter({ hasText: 'All results' }).click();
    await page.waitForURL(/\/search\?q=offer(\+|%20)pd$/);
    await page.getByRole('region', { name: 'Files' }).getByText('1 result').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: /Offer 2026\.pdf/ }).press('Enter');
    await page.waitForURL(`**/companies/${company.id}`);
    await page.getByRole('link', { name: 'Offer 2026.pdf', exact: true }).waitFor();
  });

  it('leads to all results, whose address keeps what was looked for', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('kazla');
    await page.getByText('More than 5').waitFor();
    await options().filter({ hasText: 'All results' }).click();
    await page.waitForURL('**/search?q=kazla');
    await page.getByText('More than 10').waitFor();
    await page.getByRole('link', { name: 'Show more: People' }).press('Enter');
    await page.waitForURL('**/search?q=kazla&object=person');
    await page.getByText('There is more than this.').waitFor();
    await expect.poll(() => page.locator('[data-hit]').count()).toBe(50);
    await page.reload();
    await page.getByText('More than 50').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('kettle');
    await page.waitForURL('**/search?q=kettle&object=person');
    await page.getByText('Nothing found for “kettle”').waitFor();
    await page.getByRole('link', { name: 'Everything' }).press('Enter');
    await page.getByRole('link', { name: /blue kettle/ }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/people/${zhanna.id}?type=Note`);
    expect(complaints).toEqual([]);
  });

  it('says what went wrong and tries again', async () => {
    await page.route('**/api/v1/search?*', route => route.abort());
    await page.goto(`${kith.origin}/search?q=zhann`);
    await page.getByRole('alert').waitFor();
    await page.unroute('**/api/v1/search?*');
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.locator('[data-hit]').first().waitFor();
    complaints.length = 0;
  });

  it('stands at the top on a phone', async () => {
    const opened = await openAs(kith, browser, administrator, phone);
    await opened.page.goto(`${kith.origin}/companies`);
    await opened.page.getByRole('button', { name: 'Search everything' }).click();
    await opened.page.getByRole('combobox').fill('zhann');
    await opened.page.getByRole('option', { name: /Žanna ir Ko/ }).click();
    await opened.page.getByRole('heading', { name: 'Žanna ir Ko' }).waitFor();
    expect(await faultsOf(opened.page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });
});
